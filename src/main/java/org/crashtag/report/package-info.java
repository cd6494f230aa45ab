/** The HTML page that shows a fleet's crashes. */
package org.crashtag.report;
