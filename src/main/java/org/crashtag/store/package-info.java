/** Runs: what is staged, what is committed, and which sources and dumps are known. */
package org.crashtag.store;
