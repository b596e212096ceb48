using System.Globalization;
using System.Text;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.WorkingDays;
using static Partnership.Statutory.Tests.GeneratedPage;

namespace Partnership.Statutory.Tests.Clocks;

/// <summary>docs/clocks.md is made from the rules: what people read is what the code does.</summary>
public sealed class ClocksPageTests
{
    [Fact]
    public void ClocksPage_EqualsTheRules() => GeneratedPage.AssertEquals("clocks.md", Page(ClockRules.All));

    [Fact]
    public void ClocksPage_RuleChanged_IsNoticed()
    {
        var changed = ClockRules.All.Select(rule => rule.Code == ClockCode.Decision ? rule with { Length = new(8, ClockUnit.WorkingDays) } : rule);

        Assert.NotEqual(Page(ClockRules.All), Page(changed));
    }

    private static string Page(IEnumerable<ClockRule> rules)
    {
        var page = new StringBuilder("""
            # Statutory clocks

            Made from the rules in `src/Statutory/Clocks`; a test holds this page equal to them. Rules are data with dates: a change of the law is a new
            version, and a clock that began under the old one keeps it. Working days leave out weekends, Christmas Day, Good Friday and bank holidays in
            England and Wales. Days are days in Europe/London.

            A **limit** must be met on its last day or before. A **wait** must be over before the thing happens; its day below is the first allowed one. What is
            counted **ahead** must be done that long before. *Day 1* says that the day of the event itself counts. **Hard** rules are duties in an Act or
            regulations. **Guidance** warns and never blocks: it yields to the child's welfare with a recorded reason (Adoption and Children Act 2002, section
            1(2)), and a region or council may set its own length. A clock stands still only for the reasons given. How sure we are: H read or undisputed, M
            consistent secondary sources, L weak; what is not H is to be checked with counsel before anybody relies on its last day.


            """);
        foreach (var group in rules.GroupBy(rule => rule.Subject))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {Heading(group.Key)}\n\n| clock | from | to | length | pauses | force | source | sure |\n|---|---|---|---|---|---|---|---|\n");
            foreach (var rule in group)
            {
                var length = $"{rule.Length}{(rule.FirstDay == FirstDay.SameDay ? ", day 1" : "")}{(rule.Repeats ? ", again and again" : "")}";
                var pauses = rule.Pauses.Count == 0 ? "none" : string.Join(", ", rule.Pauses.Select(reason => Words(reason)));
                var cut = rule.CutShortBy is { } by ? $"; over at once: {Words(by)}" : "";
                page.Append(CultureInfo.InvariantCulture, $"| `{Kebab(rule.Code)}` {rule.Title} | {Words(rule.Start)} | {Words(rule.End)} | {KindWord(rule.Kind)}: {length}{cut} | {pauses} ")
                    .Append(CultureInfo.InvariantCulture, $"| {Words(rule.Force)} | {rule.Source}, since {rule.From:yyyy-MM-dd}{(rule.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")} | {rule.Confidence.ToString()[0]} |\n");
            }

            page.Append('\n');
            foreach (var rule in group.Where(rule => rule.Note is not null))
            {
                page.Append(CultureInfo.InvariantCulture, $"- `{Kebab(rule.Code)}`: {rule.Note}\n");
            }

            page.Append(group.Any(rule => rule.Note is not null) ? "\n" : "");
        }

        page.Append("## Bank holidays\n\nBy rule for every year from 1996 on; these years for a look. A day that is proclaimed later is given to `WorkingCalendar.With`.\n\n");
        foreach (var year in Enumerable.Range(2024, 5))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {year}: {string.Join(", ", BankHolidays.Of(year).Select(day => $"{day.Date:d MMM} {day.Name}"))}\n");
        }

        return page.ToString();
    }

    private static string KindWord(ClockKind kind) => kind switch { ClockKind.Limit => "limit", ClockKind.MinimumWait => "wait", _ => "ahead" };

    private static string Heading(ClockSubject subject) => subject switch
    {
        ClockSubject.Enquiry => "Enquiries",
        ClockSubject.Household => "Prospective adopters",
        ClockSubject.Child => "Children",
        ClockSubject.Case => "Cases before panel and decision maker",
        ClockSubject.Panel => "Panels",
        ClockSubject.Member => "Members of central lists",
        ClockSubject.Carer => "Foster carers and connected persons",
        _ => "Special guardians",
    };
}
