/** Bounded reading of little-endian bytes, and the one exception for malformed bytes. */
package org.crashtag.bytes;
