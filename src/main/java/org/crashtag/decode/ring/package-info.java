/** Circular logs of drivers: KMDF's in-flight recorder and the WPP recorder, by one walker. */
package org.crashtag.decode.ring;
