using System.Xml.Linq;
using Partnership.PanelScheduling.Scheduling;

namespace Partnership.PanelScheduling.Tests.Scheduling;

public sealed class ScheduleCalendarTests
{
    [Fact]
    public void Draw_AYear_IsSoundAndShowsEachMeetingWithItsLoadWaitAndBreach()
    {
        CalendarMeeting[] meetings =
        [
            new(new(2025, 7, 15), "north-joint", 360, 300, [12, 40], 0, false),
            new(new(2025, 7, 15), "south", 240, 60, [3], 1, false),
            new(new(2026, 2, 3), "north-joint", 360, 0, [], 0, true),
        ];

        var svg = XDocument.Parse(ScheduleCalendar.Draw(new(2025, 7, 1), new(2026, 6, 30), meetings));

        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(3, svg.Descendants(ns + "g").Count());
        Assert.Single(svg.Descendants(ns + "circle"));
        Assert.Contains(svg.Descendants(ns + "title"), title => title.Value == "north-joint 2025-07-15: 2 items, 300 of 360 minutes");
        Assert.Contains(svg.Descendants(ns + "text"), text => text.Value.StartsWith("2 meetings, 3 items, 60 % of the minutes taken, 18 days waited on average, 1 beyond a limit", StringComparison.Ordinal));
        Assert.Equal(12, svg.Descendants(ns + "text").Count(text => text.Attribute("text-anchor")?.Value == "end"));
    }
}
