/** Blobs that hold lines of text. */
package org.crashtag.decode.text;
