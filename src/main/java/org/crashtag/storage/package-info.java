/**
 * Access to files: one small interface, its implementation for the local file system, and the
 * choice of an implementation by the scheme of a URI.
 */
package org.crashtag.storage;
