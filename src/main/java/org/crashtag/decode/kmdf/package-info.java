/** Data of KMDF, the kernel-mode driver framework. */
package org.crashtag.decode.kmdf;
