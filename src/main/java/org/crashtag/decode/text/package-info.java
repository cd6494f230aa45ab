/** Blobs that contain lines of text. */
package org.crashtag.decode.text;
