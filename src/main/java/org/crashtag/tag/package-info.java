/** The tagged region: the chain of blobs that drivers added, and the owners of their tags. */
package org.crashtag.tag;
