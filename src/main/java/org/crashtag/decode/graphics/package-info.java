/** Data of display drivers: NVIDIA's, Intel's and AMD's. */
package org.crashtag.decode.graphics;
