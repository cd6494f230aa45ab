/** Reads millions of mutated inputs (profile "mutate"): the result may only be rows and rejects. */
package org.crashtag.mutate;
