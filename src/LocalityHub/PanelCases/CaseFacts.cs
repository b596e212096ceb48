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
        var groups = await db.SiblingGroups.AsNoTracking().Where(group => db.SiblingGroupMembers.Any(member => member.GroupId == group.Id && @case.ChildIds.Contains(member.ChildId)))
            .Select(group => group.AssessedOn).ToListAsync(ct);
        if (groups.Count > 0)
        {
            // The group's own assessment is the one that is asked for.
            stated.TryAdd(GateCode.SiblingAssessment, groups.Max());
        }

        DateOnly? approved = null;
        if (@case.HouseholdId is { } householdId && await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is { } household)
        {
            await AddHouseholdAsync(household, @case.Kind, stated, today, ct);
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
            @case.CommentsOn,
            groups.Count > 0 || @case.ChildIds.Length > 1);
    }

    /// <summary>
    /// When the adopters received the child's report: by the ledger of releases, the day on which whoever it was released to gave it to them. That a worker has
    /// read it is not that day. Null while one child's was not received.
    /// </summary>
    private async Task<DateOnly?> ReportReceivedAsync(PanelCase @case, CancellationToken ct)
    {
        if (@case.LinkId is not { } link || @case.ChildIds.Length == 0)
        {
            return null;
        }

        var received = (await db.Disclosures.AsNoTracking()
            .Where(release => release.Link == link && release.Purpose == DisclosurePurpose.GiveReportToAdopters && release.ReceivedOn != null && release.ChildId != null)
            .Select(release => new { Child = release.ChildId!.Value, release.ReceivedOn }).ToListAsync(ct)).ToLookup(release => release.Child, release => release.ReceivedOn!.Value);
        return @case.ChildIds.All(received.Contains) ? @case.ChildIds.Max(child => received[child].Min()) : null;
    }

    /// <summary>The days that a child's case goes with.</summary>
    public async Task<IReadOnlyList<GateChild>> ChildrenAsync(PanelCase @case, IReadOnlyDictionary<GateCode, DateOnly> stated, CancellationToken ct)
    {
        var births = await db.Children.AsNoTracking().Where(child => @case.ChildIds.Contains(child.Id)).ToDictionaryAsync(child => child.Id, child => child.DateOfBirth, ct);
        var milestones = (await db.Milestones.AsNoTracking().Where(milestone => @case.ChildIds.Contains(milestone.ChildId)).OrderBy(milestone => milestone.Ordinal).ToListAsync(ct))
            .ToLookup(milestone => milestone.ChildId);

        // Parents consent to the placing of one child, which is written into that child's record. What is stated for a case is of its only child.
        var consents = await db.PermanenceRecords.AsNoTracking().Where(record => @case.ChildIds.Contains(record.ChildId) && record.ConsentOn != null)
            .ToDictionaryAsync(record => record.ChildId, record => record.ConsentOn, ct);
        DateOnly? ofOnlyChild = @case.ChildIds.Length == 1 && stated.TryGetValue(GateCode.AuthorityToPlace, out var given) ? given : null;
        return [.. @case.ChildIds.Select(id => new GateChild(
            milestones[id].LastOrDefault(milestone => milestone.Kind == MilestoneKind.ShouldBePlaced)?.Date,
            milestones[id].LastOrDefault(milestone => milestone.Kind is MilestoneKind.ShouldBePlaced or MilestoneKind.DecisionReversed)?.Kind == MilestoneKind.DecisionReversed,
            milestones[id].LastOrDefault(milestone => milestone.Kind == MilestoneKind.PlacementOrder)?.Date ?? Effective(consents.GetValueOrDefault(id) ?? ofOnlyChild, births.GetValueOrDefault(id)),
            births.GetValueOrDefault(id)))];
    }

    /// <summary>A mother's consent of the first six weeks is none (<see cref="ParentalConsent"/>).</summary>
    private static DateOnly? Effective(DateOnly? consent, DateOnly? born) => consent is { } given && ParentalConsent.Counts(given, born) ? given : null;

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

    private async Task AddHouseholdAsync(Household household, CaseKind kind, Dictionary<GateCode, DateOnly> stated, DateOnly today, CancellationToken ct)
    {
        var members = await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == household.Id).ToListAsync(ct);
        var checks = (await db.HouseholdChecks.AsNoTracking().Where(check => check.HouseholdId == household.Id).ToListAsync(ct)).FindAll(check => check.CountsOn(today));
        var parents = members.Where(member => member.Role == MemberRole.Parent).Select(member => member.Ordinal).ToList();
        var adults = members.Where(member => member.Role != MemberRole.Child || member.DateOfBirth?.AddYears(18) <= today).Select(member => member.Ordinal).ToList();
        if (household.StageOneDecidedOn is { } decided)
        {
            stated[GateCode.StageOneComplete] = decided;
        }

        var (met, refreshed) = (ByChecks(checks, parents, adults), ByChecks(checks.FindAll(check => !check.IsToBeRefreshedOn(today)), parents, adults));
        foreach (var (gate, day) in met)
        {
            stated[gate] = day;
        }

        // The council's own days shut no gate: whoever raises the case says why it goes on with a check that is past one.
        if (met.Keys.Intersect(CaseGates.Of(kind, GateStage.Raise).Select(gate => gate.Code)).All(refreshed.ContainsKey))
        {
            stated[GateCode.ChecksRefreshed] = Latest(checks) ?? today;
        }
    }

    /// <summary>The gates that a household's checks meet, each with the day of the last of them.</summary>
    private static Dictionary<GateCode, DateOnly> ByChecks(List<HouseholdCheck> checks, List<short> parents, List<short> adults)
    {
        var references = Of(CheckKind.Reference).OrderBy(check => check.IsRelative).ThenBy(check => check.On).Take(References).ToList();
        var days = new (GateCode Gate, DateOnly? On)[]
        {
            (GateCode.CriminalRecordChecks, OfEach(CheckKind.CriminalRecord, adults)), (GateCode.AdopterHealth, OfEach(CheckKind.Health, parents)),
            (GateCode.LocalAuthorityChecks, Latest(Of(CheckKind.LocalAuthority))), (GateCode.Preparation, Latest(Of(CheckKind.Preparation))),
            (GateCode.FosteringChecks, Latest(Of(CheckKind.FosteringPartOne))),
            (GateCode.Referees, references.Count == References && references.Count(check => check.IsRelative) <= FromRelatives ? Latest(references) : null),
        };
        return days.Where(each => each.On is not null).ToDictionary(each => each.Gate, each => each.On!.Value);

        IEnumerable<HouseholdCheck> Of(CheckKind kind) => checks.Where(check => check.Kind == kind);

        DateOnly? OfEach(CheckKind kind, List<short> people) =>
            people.Count > 0 && people.TrueForAll(person => Of(kind).Any(check => check.Member == person)) ? Latest(Of(kind)) : null;
    }

    private static DateOnly? Latest(IEnumerable<HouseholdCheck> checks) => checks.Max(check => (DateOnly?)check.On);

    private static DateOnly? ApprovedOn(HouseholdFacts facts, CaseKind kind) =>
        facts.Approval is { State: ApprovalState.Approved, Decision: { } decision }
        && (kind != CaseKind.Match || (decision.Routes & (HouseholdRoutes.Adoption | HouseholdRoutes.DuallyApproved)) != 0)
            ? decision.DecidedOn
            : null;
}
