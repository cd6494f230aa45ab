/** The interface of decoders, their results, and how decoders are found. */
package org.crashtag.decode;
