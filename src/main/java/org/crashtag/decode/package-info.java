/** What a decoder is, what it yields, and how decoders are found. */
package org.crashtag.decode;
