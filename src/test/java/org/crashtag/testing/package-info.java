/** Shared by several tests: contents that check their reader, and a sink that keeps everything. */
package org.crashtag.testing;
