/** Where files lie: one small interface, and its implementation over the local file system. */
package org.crashtag.storage;
