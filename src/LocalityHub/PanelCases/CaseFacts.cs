using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Reads what the gates of a case are read from: papers, statements, and the records of child and household.</summary>
internal sealed class CaseFacts(LocalityHubDbContext db, TimeProvider clock)
{
    /// <summary>References that must be there: three, of which at most one from a relative (Adoption Agencies Regulations 2005, Schedule 4).</summary>
    private const int References = 3;
    private const int FromRelatives = 1;

    public async Task<GateFacts> OfAsync(PanelCase @case, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var statements = await db.GateStatements.AsNoTracking().Where(statement => statement.CaseId == @case.Id).ToListAsync(ct);
        var stated = statements.Where(statement => statement.On is not null).ToDictionary(statement => statement.Gate, statement => statement.On!.Value);
        await AddPapersAsync(@case, stated, ct);
        DateOnly? approved = null;
        if (@case.HouseholdId is { } householdId && await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is { } household)
        {
            await AddHouseholdAsync(household, stated, today, ct);
            approved = ApprovedOn(await HouseholdChange.FactsAsync(household, db, ct), @case.Kind);
        }

        return new GateFacts(
            @case.Kind,
            @case.Brief,
            @case.FastTrack,
            @case.Infant,
            stated,
            statements.Where(statement => statement.Exception is not null).ToDictionary(statement => statement.Gate, statement => statement.Exception!.Value),
            await ChildrenAsync(@case, stated, ct),
            approved,
            await ReportReceivedAsync(@case, ct),
            @case.ReportSentOn,
            @case.CommentsOn);
    }

    /// <summary>
    /// When the adopters had the child's report: by the ledger of releases, on the day on which whoever it was released to for that purpose first read it. Null
    /// while that is not so of each child.
    /// </summary>
    private async Task<DateOnly?> ReportReceivedAsync(PanelCase @case, CancellationToken ct)
    {
        if (@case.LinkId is not { } link || @case.ChildIds.Length == 0)
        {
            return null;
        }

        var reads = (await db.Disclosures.AsNoTracking()
            .Where(release => release.Link == link && release.Purpose == DisclosurePurpose.GiveReportToAdopters && release.FirstReadAt != null && release.ChildId != null)
            .Select(release => new { Child = release.ChildId!.Value, release.FirstReadAt }).ToListAsync(ct)).ToLookup(release => release.Child, release => release.FirstReadAt!.Value);
        return @case.ChildIds.All(reads.Contains) ? @case.ChildIds.Max(child => LondonCalendar.DateOf(reads[child].Min())) : null;
    }

    /// <summary>The days that a child's case goes with.</summary>
    public async Task<IReadOnlyList<GateChild>> ChildrenAsync(PanelCase @case, IReadOnlyDictionary<GateCode, DateOnly> stated, CancellationToken ct)
    {
        var births = await db.Children.AsNoTracking().Where(child => @case.ChildIds.Contains(child.Id)).ToDictionaryAsync(child => child.Id, child => child.DateOfBirth, ct);
        var milestones = (await db.Milestones.AsNoTracking().Where(milestone => @case.ChildIds.Contains(milestone.ChildId)).OrderBy(milestone => milestone.Ordinal).ToListAsync(ct))
            .ToLookup(milestone => milestone.ChildId);

        // Consent is stated for the case; an order is the child's own.
        DateOnly? consent = stated.TryGetValue(GateCode.AuthorityToPlace, out var given) ? given : null;
        return [.. @case.ChildIds.Select(id => new GateChild(
            milestones[id].LastOrDefault(milestone => milestone.Kind == MilestoneKind.ShouldBePlaced)?.Date,
            milestones[id].LastOrDefault(milestone => milestone.Kind is MilestoneKind.ShouldBePlaced or MilestoneKind.DecisionReversed)?.Kind == MilestoneKind.DecisionReversed,
            milestones[id].LastOrDefault(milestone => milestone.Kind == MilestoneKind.PlacementOrder)?.Date ?? consent,
            births.GetValueOrDefault(id)))];
    }

    /// <summary>A paper about a child is there when each child of the case has it.</summary>
    private async Task AddPapersAsync(PanelCase @case, Dictionary<GateCode, DateOnly> stated, CancellationToken ct)
    {
        var papers = (await db.CasePapers.AsNoTracking().Where(paper => paper.CaseId == @case.Id && paper.RecalledAt == null && !paper.Superseded).ToListAsync(ct)).ToLookup(paper => paper.Kind);
        foreach (var gate in CaseGates.Of(@case.Kind, GateStage.Raise).Where(gate => GateSources.PaperOf(gate.Code) is not null))
        {
            var found = papers[GateSources.PaperOf(gate.Code)!.Value].ToList();
            var whole = @case.ChildIds.Length == 0 || found.Exists(paper => paper.ChildId is null) ? found.Count > 0 : @case.ChildIds.All(child => found.Exists(paper => paper.ChildId == child));
            if (whole)
            {
                stated[gate.Code] = found.Max(paper => paper.DatedOn);
            }
        }
    }

    private async Task AddHouseholdAsync(Household household, Dictionary<GateCode, DateOnly> stated, DateOnly today, CancellationToken ct)
    {
        var members = await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == household.Id).ToListAsync(ct);
        var checks = (await db.HouseholdChecks.AsNoTracking().Where(check => check.HouseholdId == household.Id).ToListAsync(ct)).FindAll(check => check.CountsOn(today));
        var parents = members.Where(member => member.Role == MemberRole.Parent).Select(member => member.Ordinal).ToList();
        var adults = members.Where(member => member.Role != MemberRole.Child || member.DateOfBirth?.AddYears(18) <= today).Select(member => member.Ordinal).ToList();
        Set(GateCode.StageOneComplete, household.StageOneDecidedOn);
        Set(GateCode.CriminalRecordChecks, OfEach(CheckKind.CriminalRecord, adults));
        Set(GateCode.AdopterHealth, OfEach(CheckKind.Health, parents));
        Set(GateCode.LocalAuthorityChecks, Latest(checks.Where(check => check.Kind == CheckKind.LocalAuthority)));
        Set(GateCode.Preparation, Latest(checks.Where(check => check.Kind == CheckKind.Preparation)));
        Set(GateCode.FosteringChecks, Latest(checks.Where(check => check.Kind == CheckKind.FosteringPartOne)));
        var references = checks.Where(check => check.Kind == CheckKind.Reference).OrderBy(check => check.IsRelative).ThenBy(check => check.On).Take(References).ToList();
        Set(GateCode.Referees, references.Count == References && references.Count(check => check.IsRelative) <= FromRelatives ? Latest(references) : null);

        DateOnly? OfEach(CheckKind kind, List<short> people) => people.Count > 0 && people.TrueForAll(person => checks.Exists(check => check.Kind == kind && check.Member == person))
            ? Latest(checks.Where(check => check.Kind == kind))
            : null;

        void Set(GateCode gate, DateOnly? day)
        {
            if (day is { } on)
            {
                stated[gate] = on;
            }
        }
    }

    private static DateOnly? Latest(IEnumerable<HouseholdCheck> checks) => checks.Max(check => (DateOnly?)check.On);

    private static DateOnly? ApprovedOn(HouseholdFacts facts, CaseKind kind) =>
        facts.Approval is { State: ApprovalState.Approved, Decision: { } decision }
        && (kind != CaseKind.Match || (decision.Routes & (HouseholdRoutes.Adoption | HouseholdRoutes.DuallyApproved)) != 0)
            ? decision.DecidedOn
            : null;
}
