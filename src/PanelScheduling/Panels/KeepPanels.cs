using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Panels;

/// <summary>Panels and how each is set up.</summary>
internal static class KeepPanels
{
    private const int MostPounds = 9_999;

    /// <summary>How a panel is set up: all of it a region's or council's own choice.</summary>
    /// <param name="MeetingMinutes">How long a meeting may last.</param>
    /// <param name="ItemMinutes">How long an item takes, by kind; what is not named takes the usual time.</param>
    /// <param name="CoolingOffMonths">Months for which a fact that has ended still counts against independence; 0 for none.</param>
    /// <param name="MeetingPounds">What a meeting costs.</param>
    /// <param name="Shares">Parts of a joint panel's cost by council; none: by items.</param>
    /// <param name="TravelPounds">What coming in person to another council's meeting costs, by council.</param>
    /// <param name="MinutesWorkingDays">Working days that final minutes take: what a limit leaves for the meeting is counted with them.</param>
    /// <param name="TakesAdvisoryItems">Whether special guardianship and other items that need no panel are taken.</param>
    internal sealed record Settings(
        int MeetingMinutes,
        IReadOnlyDictionary<CaseKind, int> ItemMinutes,
        int CoolingOffMonths,
        int MeetingPounds,
        IReadOnlyDictionary<CouncilCode, int> Shares,
        IReadOnlyDictionary<CouncilCode, int> TravelPounds,
        int MinutesWorkingDays,
        bool TakesAdvisoryItems);

    /// <param name="Code">What its people call it.</param>
    /// <param name="ListId">The central list that its members are drawn from.</param>
    /// <param name="Councils">The agencies that constitute it; several for a joint panel.</param>
    /// <param name="Settings">How it is set up.</param>
    internal sealed record Request(string Code, Guid ListId, IReadOnlyList<CouncilCode> Councils, Settings Settings);

    /// <param name="Id">The panel.</param>
    /// <param name="Code">What its people call it.</param>
    /// <param name="Strand">adoption or fostering.</param>
    /// <param name="Joint">Of several agencies.</param>
    /// <param name="Quorum">The fewest by whom it may meet today.</param>
    /// <param name="Source">Where that is written.</param>
    /// <param name="ListId">Its central list.</param>
    /// <param name="Councils">Its agencies.</param>
    /// <param name="Settings">How it is set up.</param>
    internal sealed record Response(
        Guid Id, string Code, PanelStrand Strand, bool Joint, int Quorum, string Source, Guid ListId, IReadOnlyList<CouncilCode> Councils, Settings Settings);

    internal static async Task<Ok<Page<Response>>> ListAsync([AsParameters] PageRequest page, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var found = Page.Of(
            await db.Panels.AsNoTracking().Where(panel => panel.Id > after).OrderBy(panel => panel.Id).Take(page.Take).ToListAsync(ct), page, panel => panel.Id);
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(panel => Describe(panel, LondonCalendar.Today(clock)))], found.Next));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(Guid panelId, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, panel.Version);
        return TypedResults.Ok(Describe(panel, LondonCalendar.Today(clock)));
    }

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> CreateAsync(
        Request request, PanelCallers callers, PanelDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Lists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == request.ListId, ct) is not { } list)
        {
            return KeepLists.NotFound();
        }

        var councils = callers.Own(request.Councils);
        if (!councils.All(list.Councils.Contains))
        {
            throw new RuleBrokenException("panel.list-of-others", "A panel's members are drawn from a list of all of its agencies (Adoption Agencies Regulations 2005, regulation 4).", "listId");
        }

        var panel = new Panel { Id = Guid.CreateVersion7(), Code = Codes.Checked(request.Code), Strand = list.Strand, ListId = list.Id, Councils = councils };
        Apply(panel, request.Settings);
        db.Panels.Add(panel);
        await db.SaveChangesAsync(ct);
        audit.About([panel.Id]);
        return TypedResults.Created($"/api/v1/panels/{panel.Id}", Describe(panel, LondonCalendar.Today(clock)));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid panelId, Settings request, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Panels.SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return NotFound();
        }

        IfMatch.RequireCurrent(context, panel.Version);
        Apply(panel, request);
        panel.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, panel.Version);
        return TypedResults.Ok(Describe(panel, LondonCalendar.Today(clock)));
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("panel.not-found", "There is no such panel.");

    private static void Apply(Panel panel, Settings settings)
    {
        Within(settings.MeetingMinutes, 30, Panel.LongestMeeting, "meetingMinutes");
        Within(settings.CoolingOffMonths, 0, 60, "coolingOffMonths");
        Within(settings.MeetingPounds, 0, 100_000, "meetingPounds");
        Within(settings.MinutesWorkingDays, 0, 30, "minutesWorkingDays");
        foreach (var minutes in settings.ItemMinutes.Values)
        {
            Within(minutes, 5, settings.MeetingMinutes, "itemMinutes");
        }

        foreach (var pounds in settings.TravelPounds.Values)
        {
            Within(pounds, 0, MostPounds, "travelPounds");
        }

        foreach (var part in settings.Shares.Values)
        {
            Within(part, 0, 1000, "shares");
        }

        foreach (var council in settings.Shares.Keys.Concat(settings.TravelPounds.Keys))
        {
            if (!panel.Councils.Contains((short)council.Number))
            {
                throw new InvalidRequestException("panel.settings", "Shares and travel are of the panel's own agencies.", "shares");
            }
        }

        panel.MeetingMinutes = settings.MeetingMinutes;
        panel.ItemMinutes = new Dictionary<CaseKind, int>(settings.ItemMinutes);
        panel.CoolingOffMonths = settings.CoolingOffMonths;
        panel.MeetingPounds = settings.MeetingPounds;
        panel.Shares = settings.Shares.ToDictionary(share => (short)share.Key.Number, share => share.Value);
        panel.TravelPounds = settings.TravelPounds.ToDictionary(travel => (short)travel.Key.Number, travel => travel.Value);
        panel.MinutesWorkingDays = settings.MinutesWorkingDays;
        panel.TakesAdvisoryItems = settings.TakesAdvisoryItems;
    }

    private static void Within(int value, int least, int most, string field)
    {
        if (value < least || value > most)
        {
            throw new InvalidRequestException("panel.settings", $"{field} is from {least} to {most}.", field);
        }
    }

    private static Response Describe(Panel panel, DateOnly today)
    {
        var constitution = panel.ConstitutionOn(today);
        return new Response(
            panel.Id, panel.Code, panel.Strand, panel.IsJoint, constitution.Quorum, constitution.Source.ToString(), panel.ListId, Codes.Of(panel.Councils),
            new Settings(
                panel.MeetingMinutes,
                panel.ItemMinutes,
                panel.CoolingOffMonths,
                panel.MeetingPounds,
                panel.Shares.ToDictionary(share => new CouncilCode(share.Key), share => share.Value),
                panel.TravelPounds.ToDictionary(travel => new CouncilCode(travel.Key), travel => travel.Value),
                panel.MinutesWorkingDays,
                panel.TakesAdvisoryItems));
    }
}
