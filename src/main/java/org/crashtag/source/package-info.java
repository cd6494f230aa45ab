/** From patterns to the bytes of one dump candidate: listing, sniffing, reading. */
package org.crashtag.source;
