/** What KMDF, the kernel-mode driver framework, writes. */
package org.crashtag.decode.kmdf;
