/** The kernel's trace buffers: the last events of the loggers that run permanently. */
package org.crashtag.decode.etw;
