using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>What was learned of a household from its links, beside what its offer says; and what the household said to it.</summary>
internal static class ReadLearned
{
    /// <param name="Id">This piece of evidence.</param>
    /// <param name="LinkId">The link that it comes from.</param>
    /// <param name="Reason">The household's reason for not going on.</param>
    /// <param name="Children">How many children the link was for.</param>
    /// <param name="LearnedOn">When.</param>
    /// <param name="Outcome">confirmed or challenged; null while nobody has asked the household.</param>
    /// <param name="TalkedOn">When it was talked about.</param>
    /// <param name="Words">What the household said.</param>
    public sealed record Entry(
        Guid Id, Guid LinkId, NotProgressedReasons Reason, ChildCounts Children, DateOnly LearnedOn, LearnedOutcome? Outcome, DateOnly? TalkedOn, string? Words);

    /// <param name="Reason">The household's reason.</param>
    /// <param name="Times">How often it was given.</param>
    /// <param name="Offered">What the offer says where they differ, in a sentence; null where it has nothing to say.</param>
    /// <param name="Sentence">What it has said and what it has declined, with for how many children, in words to show or read to the household; nothing else of any child.</param>
    public sealed record Summary(NotProgressedReasons Reason, int Times, string? Offered, string Sentence);

    /// <param name="Summaries">By reason, the most frequent first.</param>
    /// <param name="Evidence">Each piece, the newest first.</param>
    public sealed record Response(IReadOnlyList<Summary> Summaries, IReadOnlyList<Entry> Evidence);

    /// <param name="Outcome">confirmed or challenged.</param>
    /// <param name="TalkedOn">When it was talked about with the household.</param>
    /// <param name="Words">What the household said; stays in this hub.</param>
    public sealed record Request(LearnedOutcome Outcome, DateOnly TalkedOn, string Words);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid householdId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> RecordAsync(
        Guid householdId, Guid learnedId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words", 4_000);
        if (await change.LockAsync(householdId, expected, ct) is not { } household
            || await db.LearnedEvidence.SingleOrDefaultAsync(known => known.Id == learnedId && known.HouseholdId == householdId, ct) is not { } learned)
        {
            return Problems.NotFound("learned.not-found", "Nothing of that id was learned of this household.");
        }

        if (request.TalkedOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("learned.in-future", "Enter it when you have talked with the household.", "talkedOn");
        }

        (learned.Outcome, learned.TalkedOn, learned.Words, learned.RecordedBy) = (request.Outcome, request.TalkedOn, words, caller.Subject);
        await change.SettleAsync(household, ct);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, ct));
    }

    private static async Task<Response> DescribeAsync(Household household, LocalityHubDbContext db, CancellationToken ct)
    {
        var evidence = await db.LearnedEvidence.AsNoTracking().Where(known => known.HouseholdId == household.Id).OrderByDescending(known => known.LearnedAt).ThenBy(known => known.Id).ToListAsync(ct);
        var answers = await db.HouseholdAnswers.AsNoTracking().Where(answer => answer.HouseholdId == household.Id).ToListAsync(ct);
        return new Response(
            [
                .. evidence.GroupBy(known => known.Reason).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
                    .Select(group => new Summary(
                        group.Key, group.Count(), Offered(household, answers, group.Key), LearnedSentence.Of(household, answers, group.Key, [.. group.Select(known => known.Children)])))
            ],
            [
                .. evidence.Select(known => new Entry(
                    known.Id, known.LinkId, known.Reason, known.Children, LondonCalendar.DateOf(known.LearnedAt), known.Outcome, known.TalkedOn, known.Words)),
            ]);
    }

    private static string? Offered(Household household, List<HouseholdAnswer> answers, NotProgressedReasons reason) => reason switch
    {
        NotProgressedReasons.NumberOfChildren => $"Says yes to {Words(household.NumbersYes)}; could consider {Words(household.NumbersCouldConsider)}.",
        NotProgressedReasons.ChildsAge => $"Says yes to {Words(household.AgesYes)}; could consider {Words(household.AgesCouldConsider)}.",
        _ when AreaOf(reason) is { } area => Answered([.. answers.Where(answer => NeedVocabulary.AreaOf(answer.Need) == area)]),
        _ => null,
    };

    private static string Answered(List<HouseholdAnswer> answers) => answers.Count == 0
        ? "Was asked about nothing of it."
        : $"Says yes, or could consider, {answers.Count(answer => answer.Low is OfferAnswer.Yes or OfferAnswer.CouldConsider)} of {answers.Count} needs that it was asked about.";

    internal static NeedArea? AreaOf(NotProgressedReasons reason) => reason switch
    {
        NotProgressedReasons.DisabilityAndHealth => NeedArea.DisabilityAndHealth,
        NotProgressedReasons.DevelopmentalUncertainty => NeedArea.DevelopmentalUncertainty,
        NotProgressedReasons.AttachmentAndTrauma => NeedArea.AttachmentAndTrauma,
        NotProgressedReasons.Behaviour => NeedArea.Behaviour,
        NotProgressedReasons.Learning => NeedArea.Learning,
        NotProgressedReasons.ContactPlan => NeedArea.ContactPlan,
        _ => null,
    };

    private static string Words<T>(T set)
        where T : struct, Enum => set.ToList() is { Count: > 0 } codes
            ? string.Join(", ", codes.Select(code => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString()).Replace('-', ' ')))
            : "none";
}
