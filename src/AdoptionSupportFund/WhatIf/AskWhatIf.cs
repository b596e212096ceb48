using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Pictures;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.WhatIf;

/// <summary>Next year's demand and shortfall under another limit, match funding or rates, from the year's real applications.</summary>
internal static class AskWhatIf
{
    private static readonly Scenario Unchanged = new(null, null, 0, 0);

    /// <summary>
    /// <c>Year</c>: the financial year that it starts from, by the calendar year in which it ends.
    /// <c>LimitPence</c>: another fair access limit.
    /// <c>MatchPercent</c>: the fund's share of what lies above it; 0 for none.
    /// <c>RateChangePercent</c>: how much dearer, or cheaper, therapy becomes.
    /// <c>ChildrenChangePercent</c>: how many more, or fewer, children come.
    /// </summary>
    internal sealed record Question(
        [FromQuery(Name = "year")] int Year,
        [FromQuery(Name = "limitPence")] long? LimitPence = null,
        [FromQuery(Name = "matchPercent")] int? MatchPercent = null,
        [FromQuery(Name = "rateChangePercent")] int RateChangePercent = 0,
        [FromQuery(Name = "childrenChangePercent")] int ChildrenChangePercent = 0)
    {
        public Scenario Checked()
        {
            Demand(Year is >= 2017 and <= 2060, "what-if.year", "year is 2017 to 2060: the calendar year in which the financial year ends.", "year");
            Demand(LimitPence is null or (>= 0 and <= 10_000_000), "what-if.limit", "limitPence is 0 to 10000000.", "limitPence");
            Demand(MatchPercent is null or (>= 0 and <= 99), "what-if.match", "matchPercent is 0 to 99.", "matchPercent");
            Demand(RateChangePercent is >= -90 and <= 300, "what-if.rates", "rateChangePercent is -90 to 300.", "rateChangePercent");
            Demand(ChildrenChangePercent is >= -90 and <= 300, "what-if.children", "childrenChangePercent is -90 to 300.", "childrenChangePercent");
            return new Scenario(LimitPence, MatchPercent, RateChangePercent, ChildrenChangePercent);
        }

        private static void Demand(bool holds, string code, string detail, string field)
        {
            if (!holds)
            {
                throw new InvalidRequestException(code, detail, field);
            }
        }
    }

    /// <summary>
    /// The year as it was and as it would be; both null, and suppressed, when it stands for fewer than six children.
    /// <c>Rules</c>: the pack that the year was held against.
    /// <c>Councils</c>: of the region, by council; null when one council is asked.
    /// </summary>
    internal sealed record Response(int Year, string? Rules, YearCost? AsItWas, YearCost? AsItWouldBe, bool Suppressed, IReadOnlyList<CouncilCost>? Councils = null);

    /// <summary>
    /// A council's part of the region's year; null and suppressed where it stands for fewer than six children.
    /// <c>DemandPence</c>, <c>ShortfallPence</c>: as it was. <c>NextDemandPence</c>, <c>NextShortfallPence</c>: as it would be.
    /// A shortfall alone is null where it falls on one to five children, or would tell of a council where it does.
    /// </summary>
    internal sealed record CouncilCost(CouncilCode Council, string Name, long? DemandPence, long? ShortfallPence, long? NextDemandPence, long? NextShortfallPence, bool Suppressed);

    public static async Task<Ok<Response>> CouncilAsync(CouncilCode code, [AsParameters] Question question, FundDbContext db, Rulebooks rulebooks, CancellationToken ct)
    {
        var scenario = question.Checked();
        var needs = await NeedsAsync(db.Applications.Where(application => application.Council == code.Number), db, question.Year, await rulebooks.CurrentAsync(db, ct), ct);
        var pack = await PackAsync(db, rulebooks, question.Year, ct);
        return TypedResults.Ok(new Response(question.Year, pack.Title, WhatIfFigures.Of(needs, pack, Unchanged), WhatIfFigures.Of(needs, pack, scenario), false));
    }

    public static async Task<Ok<Response>> RegionAsync([AsParameters] Question question, FundDbContext db, Rulebooks rulebooks, RegionDesk desk, CancellationToken ct)
    {
        var (scenario, pack) = (question.Checked(), await PackAsync(db, rulebooks, question.Year, ct));

        // The policy is for regional staff. Who works for a council beside that would take its children off, under one limit after another.
        return TypedResults.Ok(desk.IsAskedByACouncil
            ? new Response(question.Year, pack.Title, null, null, true, [.. desk.Names.OrderBy(council => council.Key).Select(council => Hidden(council.Key, council.Value))])
            : OfRegion(await desk.NeedsAsync(question.Year, ct), pack, question, scenario, desk.Names));
    }

    public static async Task<ContentHttpResult> CouncilPictureAsync(CouncilCode code, [AsParameters] Question question, FundDbContext db, Rulebooks rulebooks, CancellationToken ct) =>
        DrawWhatIf.Of($"council {code}", (await CouncilAsync(code, question, db, rulebooks, ct)).Value!, question);

    public static async Task<ContentHttpResult> RegionPictureAsync([AsParameters] Question question, FundDbContext db, Rulebooks rulebooks, RegionDesk desk, CancellationToken ct) =>
        DrawWhatIf.Of("region", (await RegionAsync(question, db, rulebooks, desk, ct)).Value!, question);

    /// <summary>What each child needed in a year, by the applications that were submitted and neither refused nor taken back.</summary>
    public static async Task<IReadOnlyList<ChildNeed>> NeedsAsync(IQueryable<Application> applications, FundDbContext db, int year, Rulebook rules, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year - 1, 4, 1), new DateOnly(year, 3, 31));
        var assessments = rules.Of(new YearEnded(year), last)?.Rules.OfType<TherapyRule>().SelectMany(rule => rule.SpecialistAssessments).Distinct().ToArray() ?? [];
        ApplicationStatus[] counted = [ApplicationStatus.Submitted, ApplicationStatus.Returned, ApplicationStatus.Approved, ApplicationStatus.Closed];
        var rows = await (
            from application in applications
            join line in db.Lines on application.Id equals line.ApplicationId
            join part in db.LineFunding on line.Id equals part.LineId
            where counted.Contains(application.Status) && line.ReplacedById == null && line.Starts >= first && line.Starts <= last
            group part.Pence by new { application.Council, part.ChildId, IsAssessment = assessments.Contains(line.Therapy) } into need
            select new { need.Key, Pence = need.Sum() }).ToListAsync(ct);
        return
        [
            .. rows.GroupBy(row => (row.Key.Council, row.Key.ChildId)).Select(child => new ChildNeed(
                child.Key.Council, child.Key.ChildId, child.Where(row => !row.Key.IsAssessment).Sum(row => row.Pence), child.Where(row => row.Key.IsAssessment).Sum(row => row.Pence))),
        ];
    }

    private static async Task<RulePack> PackAsync(FundDbContext db, Rulebooks rulebooks, int year, CancellationToken ct) =>
        (await rulebooks.CurrentAsync(db, ct)).Of(new YearEnded(year), new DateOnly(year, 3, 31))
            ?? throw new RuleBrokenException("rules.not-adopted", "No rules of that financial year are adopted.", "year");

    /// <summary>The region and each of its councils, those hidden that stand for too few children or could be worked out from the rest.</summary>
    internal static Response OfRegion(IReadOnlyList<ChildNeed> needs, RulePack pack, Question question, Scenario scenario, IReadOnlyDictionary<short, string> names)
    {
        var whole = needs.Count > 0 && needs.Select(need => need.Child).Distinct().Count() < Suppression.Threshold
            ? new Response(question.Year, pack.Title, null, null, true)
            : new Response(question.Year, pack.Title, Told(needs, pack, Unchanged), Told(needs, pack, scenario), false);
        var byCouncil = needs.ToLookup(need => need.Council);
        var councils = names.Keys.Order().ToList();
        var (untold, untoldNext) = (Untold(Unchanged), Untold(scenario));
        var hidden = Suppression.Hidden([.. councils.Select(council => byCouncil[council].Select(need => need.Child).Distinct().Count())]);
        return whole with
        {
            Councils =
            [
                .. councils.Select((council, index) => hidden.Contains(index) || whole.Suppressed
                    ? Hidden(council, names[council])
                    : Of(council, index)),
            ],
        };

        CouncilCost Of(short council, int index)
        {
            var (was, next) = (WhatIfFigures.Of(byCouncil[council], pack, Unchanged), WhatIfFigures.Of(byCouncil[council], pack, scenario));
            return new CouncilCost(
                new CouncilCode(council), names[council], was.DemandPence, untold.Contains(index) ? null : was.ShortfallPence, next.DemandPence, untoldNext.Contains(index) ? null : next.ShortfallPence, false);
        }

        // Councils whose shortfall is of few children, or whose other children are few, and what would tell of these.
        HashSet<int> Untold(Scenario asked)
        {
            var parts = councils.Select(council => PartsOf(byCouncil[council], pack, asked)).ToList();
            return [.. Suppression.Hidden([.. parts.Select(part => part.Above)]), .. Suppression.Hidden([.. parts.Select(part => part.Within)])];
        }
    }

    private static CouncilCost Hidden(short council, string name) => new(new CouncilCode(council), name, null, null, null, null, true);

    /// <summary>What a year comes to, without what tells of one to five children: those above the limit, or those within it.</summary>
    private static YearCost Told(IReadOnlyList<ChildNeed> needs, RulePack pack, Scenario scenario)
    {
        var (above, within) = PartsOf(needs, pack, scenario);
        var cost = WhatIfFigures.Of(needs, pack, scenario);
        return Suppression.Hidden([above, within]).Count > 0 ? cost with { FundPence = null, ShortfallPence = null, ChildrenAboveLimit = null } : cost;
    }

    /// <summary>Children as they are, however many more are asked for: three who are doubled are still three.</summary>
    private static (int Above, int Within) PartsOf(IEnumerable<ChildNeed> needs, RulePack pack, Scenario scenario)
    {
        var cost = WhatIfFigures.Of(needs, pack, scenario with { ChildrenChangePercent = 0 });
        return (cost.ChildrenAboveLimit!.Value, cost.Children - cost.ChildrenAboveLimit.Value);
    }
}
