/** Circular logs of drivers: KMDF's in-flight recorder and the WPP recorder. */
package org.crashtag.decode.ring;
