/** The command line. */
package org.crashtag.cli;
