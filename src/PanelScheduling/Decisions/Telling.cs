using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>
/// How far the decisions of a round are told: of each child's to each person whom it is told to. Somebody who was told of one child's has not been told of
/// another's, and a parent whom nobody can find does not excuse the other.
/// </summary>
internal static class Telling
{
    /// <summary>
    /// Settles for each round and group of recipients whether a clock of telling runs, and the days on which the last of them was told. Of a decision that a
    /// later one has replaced nobody need be told any more; who was told of it was.
    /// </summary>
    /// <param name="case">The case.</param>
    /// <param name="decisions">The decisions of the case.</param>
    /// <param name="notices">What the hubs have said of telling them.</param>
    public static void Settle(PanelCase @case, IReadOnlyCollection<Decision> decisions, IReadOnlyCollection<HeldNotice> notices)
    {
        var standing = Decision.Standing(decisions);
        foreach (var round in decisions.Where(decision => decision.Outcome != DecisionOutcome.Deferred).Select(decision => decision.Round).Distinct())
        {
            foreach (var recipient in @case.Route.Recipients)
            {
                var told = standing.FindAll(decision => decision.Round == round && @case.Route.IsToldTo(recipient, decision.Outcome == DecisionOutcome.Yes));
                Settle(@case, round, recipient, told, notices);
            }
        }
    }

    /// <summary>
    /// The same of what is kept, and with it whether a decided case is closed: everybody is told, or there is nobody to tell. A hub may learn late that there is
    /// somebody else.
    /// </summary>
    /// <param name="case">The case; the caller saves it.</param>
    /// <param name="db">What is kept.</param>
    /// <param name="made">Decisions that are not saved yet.</param>
    /// <param name="known">What a hub has said just now of telling somebody.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task SettleAsync(PanelCase @case, PanelDbContext db, IEnumerable<Decision> made, HeldNotice? known, CancellationToken ct)
    {
        var decisions = await db.Decisions.AsNoTracking().Where(decision => decision.CaseId == @case.Id).ToListAsync(ct);
        var notices = await db.Notices.Where(notice => notice.CaseId == @case.Id && notice.DecisionId != null).ToListAsync(ct);
        Settle(@case, [.. decisions, .. made], known is null ? notices : [.. notices.Union([known])]);
        if (@case.State is CaseState.Decided or CaseState.Closed)
        {
            @case.State = @case.EverybodyIsTold() ? CaseState.Closed : CaseState.Decided;
        }
    }

    private static void Settle(PanelCase @case, short round, NoticeRecipient recipient, List<Decision> standing, IReadOnlyCollection<HeldNotice> notices)
    {
        var excused = new ExcusedNotice(round, recipient);
        if (standing.Count == 0)
        {
            if (!@case.IsTold(round, recipient))
            {
                @case.Excused = [.. @case.Excused.Append(excused).Distinct()];
            }

            return;
        }

        var heard = standing.ConvertAll(decision => notices.Where(notice => notice.DecisionId == decision.Id && notice.Recipient == recipient).ToList());
        if (heard.Exists(each => each.Count == 0))
        {
            // Nothing is known of telling one of them: if there are days, they are from before notices were kept by decision, and stay.
            return;
        }

        var persons = heard.SelectMany(PersonsOf).ToList();
        var owed = persons.FindAll(person => !CannotBeTold(person));
        @case.Excused = owed.Count == 0 ? [.. @case.Excused.Append(excused).Distinct()] : [.. @case.Excused.Where(each => each != excused)];
        @case.Happened(round, ClockEvent.ToldOrally, LastOf(persons, notice => notice.OrallyOn), recipient);
        @case.Happened(round, ClockEvent.ToldInWriting, LastOf(persons, notice => notice.InWritingOn), recipient);
    }

    /// <summary>What was said of each person of a group: at least one, as many as a hub says that there are, and two hubs may each have told the same.</summary>
    private static IEnumerable<List<HeldNotice>> PersonsOf(List<HeldNotice> notices) =>
        Enumerable.Range(1, notices.Select(notice => Math.Max(notice.Persons, notice.Person)).DefaultIfEmpty((short)1).Max())
            .Select(person => notices.Where(notice => notice.Person == person).ToList());

    private static bool CannotBeTold(List<HeldNotice> person) => person.Exists(notice => notice.NotPossible);

    /// <summary>Somebody who cannot be told is not waited for, but has been told all the same on a day that is known: such as by a letter, whom nobody reached by telephone.</summary>
    private static DateOnly? LastOf(List<List<HeldNotice>> persons, Func<HeldNotice, DateOnly?> day)
    {
        var told = persons.FindAll(person => !CannotBeTold(person) || person.Exists(notice => day(notice) is not null)).ConvertAll(person => person.Min(day));
        return told.Count == 0 || told.Contains(null) ? null : told.Max();
    }
}
