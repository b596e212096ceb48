using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Rules;

/// <summary>Reads packs and says what is wrong with one: a pack that leaves a day of its year without a rule must not be adopted.</summary>
internal static partial class PackReader
{
    /// <summary>Strict: a misspelled member would otherwise be a rule that is silently missing.</summary>
    public static JsonSerializerOptions Json { get; } = Options();

    /// <summary>Reads a shipped pack.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is not whole.</exception>
    public static RulePack Read(Stream json)
    {
        var pack = JsonSerializer.Deserialize<RulePack>(json, Json) ?? throw new JsonException("A pack is an object.");
        return Faults(pack).ToList() is [var fault, ..] ? throw new InvalidOperationException($"{pack.Title}: {fault.Detail}") : pack;
    }

    /// <summary>What must be mended before a pack can be kept, each with the place of the rule at fault.</summary>
    public static IEnumerable<(string Field, string Detail)> Faults(RulePack pack)
    {
        foreach (var (index, rule) in pack.Rules.Index())
        {
            if (FaultOf(rule, pack.Year) is { } fault)
            {
                yield return ($"rules[{index}]", fault);
            }
        }

        foreach (var kind in Kinds)
        {
            var rules = pack.Rules.Where(rule => rule.GetType() == kind.Type).OrderBy(rule => rule.From).ToList();
            if (rules.Zip(rules.Skip(1)).Any(pair => (pair.First.Until ?? pack.Year.LastDay) >= pair.Second.From))
            {
                yield return ("rules", $"Two rules of the kind {kind.Name} are in force on the same day.");
            }

            if (FirstGap(rules, pack.Year) is { } gap)
            {
                yield return ("rules", $"No rule of the kind {kind.Name} is in force on {gap:yyyy-MM-dd}. Say so with a rule where there is no limit.");
            }
        }
    }

    private static (Type Type, string Name)[] Kinds { get; } =
        [.. typeof(FundRule).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
            .Select(kind => (kind.DerivedType, (string)kind.TypeDiscriminator!))];

    /// <summary>How answers name the kind of a rule.</summary>
    public static string NameOf(Type rule) => Kinds.Single(kind => kind.Type == rule).Name;

    private static DateOnly? FirstGap(List<FundRule> rules, YearEnded year)
    {
        var next = year.FirstDay;
        foreach (var rule in rules)
        {
            if (rule.From > next)
            {
                return next;
            }

            next = (rule.Until ?? year.LastDay).AddDays(1);
        }

        return next > year.LastDay ? null : next;
    }

    private static string? FaultOf(FundRule rule, YearEnded year) => rule switch
    {
        _ when rule.From < year.FirstDay || rule.From > year.LastDay => "from lies outside the pack's year.",
        _ when rule.Until < rule.From || rule.Until > year.LastDay => "until lies before from or outside the pack's year.",
        _ when rule.Source.Length is < 5 or > 300 => "source names where the rule is written, in 5 to 300 characters.",
        _ when rule.Note is { Length: > 500 } => "note is at most 500 characters.",
        AgeRule age when age.Last is < 1 or > 30 || age.LastWithPlan < age.Last || age.LastWithPlan > 30 => "ages are 1 to 30, that with a plan not the lower one.",
        RouteRule { Routes.Count: 0 } => "routes is empty.",
        ApplicantRule { Bases.Count: 0 } => "bases is empty.",
        WindowRule { Months: < 1 or > 24 } => "months is 1 to 24.",
        CrossYearRule { IsAllowed: true, Months: < 1 or > 24 } => "months is 1 to 24.",
        FairAccessRule { Pence: < 0 or > 100_000_00 } => "pence is 0 to 10,000,000.",
        AssessmentRule { Pence: < 0 or > 100_000_00 } => "pence is 0 to 10,000,000.",
        MatchRule { SharePercent: < 0 or > 99 } or MatchRule { CeilingPence: < 0 or > 1_000_000_00 } => "sharePercent is 0 to 99, ceilingPence 0 to 100,000,000.",
        DecisionTimeRule { WorkingDays: < 1 or > 200 } => "workingDays is 1 to 200.",
        ClaimRule { ConfirmWithinDays: < 0 or > 400 } => "confirmWithinDays is 0 to 400.",
        TherapyRule therapy => FaultOf(therapy),
        _ => null,
    };

    private static string? FaultOf(TherapyRule rule)
    {
        var all = rule.Therapies.Concat(rule.SpecialistAssessments).Concat(rule.OutOfScope).ToList();
        return all switch
        {
            _ when rule.Therapies.Count == 0 => "therapies is empty.",
            _ when all.Exists(code => code is null || !Code().IsMatch(code)) => "codes are 3 to 40 lower-case letters, digits and hyphens.",
            _ when all.Distinct().Count() != all.Count => "a code is there twice.",
            _ => null,
        };
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        ServiceDefaults.ServiceDefaultsExtensions.Configure(options);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowOutOfOrderMetadataProperties = true;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{2,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
