/** From patterns to the bytes of one dump candidate: listing, identifying, reading. */
package org.crashtag.source;
