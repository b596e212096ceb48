using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>What a household would take, in the vocabulary: read, and changed as a whole.</summary>
internal static class HouseholdOffer
{
    /// <summary>The first year of which a quarter can be told.</summary>
    public const int EvidenceFrom = 2000;

    /// <param name="Need">A need of the vocabulary.</param>
    /// <param name="Low">yes, could-consider, no or not-asked.</param>
    /// <param name="Medium">The same; never more willing than low.</param>
    /// <param name="High">The same; never more willing than medium.</param>
    /// <param name="Evidence">What the answers rest on; stays in this hub.</param>
    /// <param name="EvidenceOn">Its day.</param>
    public sealed record Answer(Need Need, OfferAnswer Low, OfferAnswer Medium, OfferAnswer High, string? Evidence = null, DateOnly? EvidenceOn = null);

    /// <param name="Yes">Numbers, or ages, that it says yes to.</param>
    /// <param name="CouldConsider">Those that it could consider. What is in neither is a no.</param>
    public sealed record Range<T>(IReadOnlyList<T> Yes, IReadOnlyList<T> CouldConsider);

    /// <param name="Numbers">one, two, three-or-more.</param>
    /// <param name="Ages">unborn, under-one, one, two, three, four, five-or-six, seven-to-nine, ten-or-over.</param>
    /// <param name="Routes">adoption, dually-approved, temporary-approval, long-term-fostering: what it would take.</param>
    /// <param name="Answers">Answers to needs; a need that is not listed was not asked about.</param>
    /// <param name="IdentitySupport">heritage, faith, language: what its assessment shows that it can give to a child.</param>
    /// <param name="Unavailable">Why it cannot be asked: child-placed, withdrawn or other; null when it can.</param>
    /// <param name="RangeEvidence">What numbers and ages rest on; stays in this hub.</param>
    /// <param name="RangeEvidenceOn">Its day.</param>
    /// <param name="IdentityEvidence">What identity support rests on; stays in this hub.</param>
    /// <param name="OpenForMore">It can be asked though a child is on the way to it.</param>
    public sealed record Offer(
        Range<ChildCounts> Numbers,
        Range<AgeBands> Ages,
        IReadOnlyList<HouseholdRoutes> Routes,
        IReadOnlyList<Answer> Answers,
        IReadOnlyList<IdentitySupport> IdentitySupport,
        UnavailableReason? Unavailable,
        string? RangeEvidence = null,
        DateOnly? RangeEvidenceOn = null,
        string? IdentityEvidence = null,
        bool OpenForMore = false);

    public static async Task<Results<Ok<Offer>, ProblemHttpResult>> ReadAsync(Guid householdId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, ct));
    }

    public static async Task<Results<Ok<Offer>, ProblemHttpResult>> ChangeAsync(
        Guid householdId, Offer request, HttpContext context, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        Apply(household, request, LondonCalendar.Today(clock));
        await db.HouseholdAnswers.Where(answer => answer.HouseholdId == householdId).ExecuteDeleteAsync(ct);
        db.AddRange(request.Answers.Select((answer, index) => new HouseholdAnswer
        {
            HouseholdId = householdId,
            Need = answer.Need,
            Low = answer.Low,
            Medium = answer.Medium,
            High = answer.High,
            Evidence = PlainText.Paragraphs(answer.Evidence, $"answers[{index}].evidence", 4_000),
            EvidenceOn = answer.EvidenceOn,
        }));
        await change.SettleAsync(household, ct);

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, ct));
    }

    private static void Apply(Household household, Offer offer, DateOnly today)
    {
        household.Routes = offer.Routes.ToSet("routes");
        household.IdentitySupport = offer.IdentitySupport.ToSet("identitySupport");
        (household.NumbersYes, household.NumbersCouldConsider) = (offer.Numbers.Yes.ToSet("numbers.yes"), offer.Numbers.CouldConsider.ToSet("numbers.couldConsider"));
        (household.AgesYes, household.AgesCouldConsider) = (offer.Ages.Yes.ToSet("ages.yes"), offer.Ages.CouldConsider.ToSet("ages.couldConsider"));
        if ((household.NumbersYes & household.NumbersCouldConsider) != 0 || (household.AgesYes & household.AgesCouldConsider) != 0)
        {
            throw new InvalidRequestException(
                "offer.answered-twice", "A number or age is either a yes or one that it could consider.", (household.AgesYes & household.AgesCouldConsider) != 0 ? "ages" : "numbers");
        }

        household.RangeEvidence = PlainText.Paragraphs(offer.RangeEvidence, "rangeEvidence", 4_000);
        household.IdentityEvidence = PlainText.Paragraphs(offer.IdentityEvidence, "identityEvidence", 4_000);
        (household.RangeEvidenceOn, household.Unavailable, household.OpenForMore) = (offer.RangeEvidenceOn, offer.Unavailable, offer.OpenForMore);
        var answered = OfferProfile.NotAsked;
        foreach (var (index, answer) in offer.Answers.Index())
        {
            if (offer.Answers.Take(index).Any(earlier => earlier.Need == answer.Need))
            {
                throw new InvalidRequestException("offer.answered-twice", "A need is answered twice.", $"answers[{index}].need");
            }

            if (answer is { Low: OfferAnswer.NotAsked, Medium: OfferAnswer.NotAsked, High: OfferAnswer.NotAsked })
            {
                throw new InvalidRequestException("offer.not-asked", "Leave out a need that was not asked about.", $"answers[{index}]");
            }

            if (answer.EvidenceOn > today || answer.EvidenceOn?.Year < EvidenceFrom)
            {
                throw new InvalidRequestException("offer.evidence-day", "The day of the evidence lies in the future, or too far back.", $"answers[{index}].evidenceOn");
            }

            try
            {
                answered = answered.With(answer.Need, answer.Low, answer.Medium, answer.High);
            }
            catch (ArgumentException)
            {
                throw new InvalidRequestException("offer.willingness-grows", "Who is willing at a level is willing below it.", $"answers[{index}]");
            }
        }
    }

    private static async Task<Offer> DescribeAsync(Household household, LocalityHubDbContext db, CancellationToken ct) => new(
        new Range<ChildCounts>(household.NumbersYes.ToList(), household.NumbersCouldConsider.ToList()),
        new Range<AgeBands>(household.AgesYes.ToList(), household.AgesCouldConsider.ToList()),
        household.Routes.ToList(),
        [
            .. (await db.HouseholdAnswers.AsNoTracking().Where(answer => answer.HouseholdId == household.Id).OrderBy(answer => answer.Need).ToListAsync(ct))
                .Select(answer => new Answer(answer.Need, answer.Low, answer.Medium, answer.High, answer.Evidence, answer.EvidenceOn)),
        ],
        household.IdentitySupport.ToList(),
        household.Unavailable,
        household.RangeEvidence,
        household.RangeEvidenceOn,
        household.IdentityEvidence,
        household.OpenForMore);
}
