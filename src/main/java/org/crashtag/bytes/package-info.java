/**
 * Bounded reading of little-endian bytes, and the one exception that says what is wrong in them.
 */
package org.crashtag.bytes;
