/** The kernel's trace buffers: the last events of the loggers that run all the time. */
package org.crashtag.decode.etw;
