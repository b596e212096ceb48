using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// A household's answers to each level of each need. Willingness never grows with the level: who says yes to medium says yes to low.
/// Three rows of bits, one for each answer, at <see cref="NeedVocabulary.CellOf"/>: a child's need is refused when
/// <c>(needs.Cells &amp; offer.No) != 0</c>. In JSON an object of the answers to low, medium and high:
/// <c>{"Autism":["Yes","CouldConsider","No"]}</c>; needs that were not asked about are left out.
/// </summary>
[JsonConverter(typeof(OfferProfileJsonConverter))]
public readonly record struct OfferProfile
{
    private OfferProfile(UInt128 yes, UInt128 couldConsider, UInt128 no) => (Yes, CouldConsider, No) = (yes, couldConsider, no);

    /// <summary>Nothing asked yet.</summary>
    public static OfferProfile NotAsked => default;

    /// <summary>Cells answered yes.</summary>
    public UInt128 Yes { get; }

    /// <summary>Cells answered could consider.</summary>
    public UInt128 CouldConsider { get; }

    /// <summary>Cells answered no.</summary>
    public UInt128 No { get; }

    /// <summary>The answer to a level of a need.</summary>
    public OfferAnswer this[Need need, NeedLevel level]
    {
        get
        {
            var bit = NeedVocabulary.BitOf(need, level);
            return (Yes & bit) != 0 ? OfferAnswer.Yes
                : (CouldConsider & bit) != 0 ? OfferAnswer.CouldConsider
                : (No & bit) != 0 ? OfferAnswer.No
                : OfferAnswer.NotAsked;
        }
    }

    /// <summary>Takes stored bits.</summary>
    /// <exception cref="ArgumentException">They are no answers: a cell has two, a bit stands outside the vocabulary or willingness grows.</exception>
    public static OfferProfile FromCells(UInt128 yes, UInt128 couldConsider, UInt128 no)
    {
        var made = new OfferProfile(yes, couldConsider, no);
        var profile = NotAsked;
        foreach (var need in NeedVocabulary.All)
        {
            profile = profile.With(need, made[need, NeedLevel.Low], made[need, NeedLevel.Medium], made[need, NeedLevel.High]);
        }

        return profile == made ? profile : throw new ArgumentException("Not the cells of an offer.", nameof(yes));
    }

    /// <summary>The same with other answers to one need.</summary>
    /// <exception cref="ArgumentException">Willingness grows with the level.</exception>
    public OfferProfile With(Need need, OfferAnswer low, OfferAnswer medium, OfferAnswer high)
    {
        if (Willing(medium) > Willing(low) || Willing(high) > Willing(medium))
        {
            throw new ArgumentException("Who is willing at a level is willing below it.", nameof(need));
        }

        var keep = ~((UInt128)0b111 << NeedVocabulary.CellOf(need, NeedLevel.Low));
        var (yes, couldConsider, no) = (Yes & keep, CouldConsider & keep, No & keep);
        foreach (var (level, answer) in new[] { (NeedLevel.Low, low), (NeedLevel.Medium, medium), (NeedLevel.High, high) })
        {
            var bit = NeedVocabulary.BitOf(need, level);
            yes |= answer == OfferAnswer.Yes ? bit : 0;
            couldConsider |= answer == OfferAnswer.CouldConsider ? bit : 0;
            no |= answer == OfferAnswer.No ? bit : 0;
        }

        return new OfferProfile(yes, couldConsider, no);
    }

    /// <summary>The names and answers, as in JSON.</summary>
    public override string ToString() => string.Join(", ", Asked().Select(asked => $"{asked.Need}: {string.Join('/', asked.Answers)}"));

    // Not asked says less than could consider and is no refusal: it may follow a yes, and a no may follow it.
    private static int Willing(OfferAnswer answer) => answer switch
    {
        OfferAnswer.No => 0,
        OfferAnswer.NotAsked => 1,
        OfferAnswer.CouldConsider => 2,
        OfferAnswer.Yes => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    private IEnumerable<(Need Need, OfferAnswer[] Answers)> Asked()
    {
        foreach (var need in NeedVocabulary.All)
        {
            OfferAnswer[] answers = [this[need, NeedLevel.Low], this[need, NeedLevel.Medium], this[need, NeedLevel.High]];
            if (answers.Any(answer => answer != OfferAnswer.NotAsked))
            {
                yield return (need, answers);
            }
        }
    }

    private sealed class OfferProfileJsonConverter : JsonConverter<OfferProfile>
    {
        public override OfferProfile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var profile = NotAsked;
            foreach (var (need, answers) in ByNeed.Read<OfferAnswer[]>(ref reader, options))
            {
                if (answers is not [var low, var medium, var high] || Willing(medium) > Willing(low) || Willing(high) > Willing(medium))
                {
                    throw new JsonException("A need is answered for low, medium and high, and willingness does not grow.");
                }

                profile = profile.With(need, low, medium, high);
            }

            return profile;
        }

        public override void Write(Utf8JsonWriter writer, OfferProfile value, JsonSerializerOptions options) =>
            ByNeed.Write(writer, value.Asked(), options);
    }
}
