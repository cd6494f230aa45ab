/** What display drivers leave in a dump: NVIDIA's, Intel's and AMD's. */
package org.crashtag.decode.graphics;
