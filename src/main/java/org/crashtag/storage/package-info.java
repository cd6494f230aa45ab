/** Access to files: one small interface, and its implementation for the local file system. */
package org.crashtag.storage;
