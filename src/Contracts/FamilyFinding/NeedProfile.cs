using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// A child's needs, each with its level: codes of <see cref="Need"/> and nothing else. Held as one bit for each present need at its
/// level, so that a comparison with an <see cref="OfferProfile"/> is an operation on words. In JSON an object of names,
/// <c>{"Autism":"Low"}</c>; absent needs are left out.
/// </summary>
[JsonConverter(typeof(NeedProfileJsonConverter))]
public readonly record struct NeedProfile
{
    private NeedProfile(UInt128 cells) => Cells = cells;

    /// <summary>No need.</summary>
    public static NeedProfile None => default;

    /// <summary>One bit for each present need, at <see cref="NeedVocabulary.CellOf"/>.</summary>
    public UInt128 Cells { get; }

    /// <summary>The level of a need.</summary>
    public NeedLevel this[Need need]
    {
        get
        {
            var levels = (int)(Cells >> NeedVocabulary.CellOf(need, NeedLevel.Low)) & 0b111;
            return levels switch
            {
                0b001 => NeedLevel.Low,
                0b010 => NeedLevel.Medium,
                0b100 => NeedLevel.High,
                _ => NeedLevel.None,
            };
        }
    }

    /// <summary>Takes stored bits.</summary>
    /// <exception cref="ArgumentException">A need has two levels, or a bit stands outside the vocabulary.</exception>
    public static NeedProfile FromCells(UInt128 cells)
    {
        var profile = None;
        var made = new NeedProfile(cells);
        foreach (var need in NeedVocabulary.All)
        {
            profile = profile.With(need, made[need]);
        }

        return profile.Cells == cells ? profile : throw new ArgumentException("Not the cells of a profile.", nameof(cells));
    }

    /// <summary>The same with one need at another level.</summary>
    public NeedProfile With(Need need, NeedLevel level)
    {
        var cleared = Cells & ~((UInt128)0b111 << NeedVocabulary.CellOf(need, NeedLevel.Low));
        return new NeedProfile(level == NeedLevel.None ? cleared : cleared | NeedVocabulary.BitOf(need, level));
    }

    /// <summary>The needs that are present.</summary>
    public IEnumerable<(Need Need, NeedLevel Level)> Present()
    {
        foreach (var need in NeedVocabulary.All)
        {
            if (this[need] is not NeedLevel.None and var level)
            {
                yield return (need, level);
            }
        }
    }

    /// <summary>The highest level in a group: what is shown before a link.</summary>
    public NeedLevel Highest(NeedArea area)
    {
        var highest = NeedLevel.None;
        foreach (var (need, level) in Present())
        {
            if (NeedVocabulary.AreaOf(need) == area && level > highest)
            {
                highest = level;
            }
        }

        return highest;
    }

    /// <summary>The names and levels, as in JSON.</summary>
    public override string ToString() => string.Join(", ", Present().Select(present => $"{present.Need}: {present.Level}"));

    private sealed class NeedProfileJsonConverter : JsonConverter<NeedProfile>
    {
        public override NeedProfile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var profile = None;
            foreach (var (need, level) in ByNeed.Read<NeedLevel>(ref reader, options))
            {
                if (level is < NeedLevel.Low or > NeedLevel.High)
                {
                    throw new JsonException("A need that is present has a level.");
                }

                profile = profile.With(need, level);
            }

            return profile;
        }

        public override void Write(Utf8JsonWriter writer, NeedProfile value, JsonSerializerOptions options) =>
            ByNeed.Write(writer, value.Present(), options);
    }
}
