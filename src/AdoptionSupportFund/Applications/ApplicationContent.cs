using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Applications;

/// <summary>What a person writes into an application.</summary>
/// <param name="Children">The children, by their references here; all of the assessment.</param>
/// <param name="Lines">What is asked for, in order.</param>
internal sealed record ApplicationContent(IReadOnlyList<Guid> Children, IReadOnlyList<ApplicationContent.Line> Lines)
{
    private const int MostChildren = 12;
    private const int MostLines = 40;

    /// <param name="Therapy">A code of the rule pack.</param>
    /// <param name="ProviderId">One of the register; may be left open in a draft.</param>
    /// <param name="Hours">Hours, to two decimals.</param>
    /// <param name="RatePence">Pence an hour.</param>
    /// <param name="Starts">First day.</param>
    /// <param name="Ends">Last day.</param>
    /// <param name="Children">For whom; all children of the application when left out. Not beside funding, which names them.</param>
    /// <param name="Funding">Who pays what for whom; worked out when left out.</param>
    /// <param name="ReplacesId">In an amendment: the approved line that it takes the place of.</param>
    public sealed record Line(
        string Therapy,
        Guid? ProviderId,
        decimal Hours,
        long RatePence,
        DateOnly Starts,
        DateOnly Ends,
        IReadOnlyList<Guid>? Children = null,
        IReadOnlyList<Part>? Funding = null,
        Guid? ReplacesId = null);

    /// <param name="ChildId">One of the application's children.</param>
    /// <param name="Funder">fund, council, regional-agency or health.</param>
    /// <param name="Pence">1 or more.</param>
    public sealed record Part(Guid ChildId, Funder Funder, long Pence);

    /// <summary>Checks what was written, and gives it as facts; who pays is worked out later where it is left open.</summary>
    /// <exception cref="InvalidRequestException">Something cannot be meant; names the field.</exception>
    public IReadOnlyList<LineFacts> Read(Rulebook rules)
    {
        Demand(Children.Count is > 0 and <= MostChildren && Children.Distinct().Count() == Children.Count, "application.children", "children names 1 to 12 children, none of them twice.", "children");
        Demand(Lines.Count <= MostLines, "application.lines", "An application has at most 40 lines.", "lines");
        return [.. Lines.Select((line, index) => Read(line, index, rules))];
    }

    private LineFacts Read(Line line, int index, Rulebook rules)
    {
        var field = $"lines[{index}]";
        Demand(line is not null, "application.lines", "A line is an object.", field);
        Demand(rules.Knows(line!.Therapy), "line.therapy", "therapy is a code of the rule packs.", $"{field}.therapy");
        Demand(line.Hours is > 0 and <= 2000 && decimal.Round(line.Hours, 2) == line.Hours, "line.hours", "hours is more than 0, at most 2000, with at most two decimals.", $"{field}.hours");
        Demand(line.RatePence is > 0 and <= 100_000, "line.rate", "ratePence is 1 to 100000 pence an hour.", $"{field}.ratePence");
        Demand(IsNear(line.Starts) && IsNear(line.Ends), "line.day", "Days lie between 2015 and 2060.", $"{field}.starts");
        Demand(line.Children is null || line.Funding is null, "line.children", "Give children or funding, not both.", $"{field}.children");
        var children = line.Children ?? Children;
        Demand(children.Count > 0 && children.All(Children.Contains) && children.Distinct().Count() == children.Count, "line.children", "A line's children are of the application's, none of them twice.", $"{field}.children");
        var parts = line.Funding ?? [];
        Demand(
            parts.All(part => part is { Pence: > 0 and <= 100_000_000 } && Children.Contains(part.ChildId)) && parts.DistinctBy(part => (part.ChildId, part.Funder)).Count() == parts.Count,
            "line.funding", "funding names children of the application, each with each funder once, with 1 penny or more.", $"{field}.funding");
        return new LineFacts(
            index + 1,
            line.Therapy,
            line.ProviderId,
            line.Hours,
            line.RatePence,
            line.Starts,
            line.Ends,
            parts.Count > 0
                ? [.. parts.OrderBy(part => part.ChildId).ThenBy(part => part.Funder).Select(part => new FundingFacts(part.ChildId, part.Funder, part.Pence))]
                : [.. children.Order().Select(child => new FundingFacts(child, Funder.Fund, 0))]);
    }

    private static bool IsNear(DateOnly day) => day.Year is >= 2015 and <= 2060;

    private static void Demand(bool holds, string code, string detail, string field)
    {
        if (!holds)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }
}

/// <summary>The forms of codes that come from outside. The fund keeps no free text, so that nobody's name can stand in it.</summary>
internal static partial class Codes
{
    /// <summary>A reference's form, as a refusal tells it.</summary>
    public const string ReferenceForm = "2 to 40 letters, digits, hyphens and slashes, with a digit and no word: never more than three letters together";

    /// <summary>The form of a therapy's or specialist assessment's code. Whether there is one of that code the rule packs know.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9-]{2,39}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Therapy();

    /// <summary>
    /// How the portal, a provider or a council's own list names something, such as INV-2026-0042 or ASF/123456: with a digit, and without words.
    /// More than three letters together are taken of those alone who number things in this trade. What is left to tell is a name of two or three
    /// letters, one cut into such pieces, and a number that is a person's.
    /// </summary>
    [GeneratedRegex(@"^(?=.{2,40}\z)(?=[^0-9]*[0-9])(?![/\-])(?:(?:ASGSF|BACP|BACS|HCPC|UKCP|[A-Za-z]{1,3})(?![A-Za-z])|[0-9/\-])+\z", RegexOptions.CultureInvariant)]
    public static partial Regex Reference();

    /// <summary>A filter's code as answers write it, such as <c>window-closing</c>; null when there is none.</summary>
    /// <exception cref="InvalidRequestException">There is no such code; names the field and the codes.</exception>
    public static T? Filter<T>(string? code, string field)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
        return code is null ? null
            : names.TryGetValue(code, out var found) ? found
            : throw new InvalidRequestException("filter.unknown", $"{field} is one of {string.Join(", ", names.Keys)}.", field);
    }
}
