/** What several tests share: contents that watch their reader, and a sink that keeps all. */
package org.crashtag.testing;
