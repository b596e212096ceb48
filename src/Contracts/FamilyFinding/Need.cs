using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// What a child may need and a household may offer: the one vocabulary of both. The numbers are stored and are places in
/// <see cref="NeedProfile"/>: never reuse one, and add at the end only, up to 42.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Need>))]
public enum Need
{
    /// <summary>A physical disability, whatever its cause.</summary>
    PhysicalDisability = 1,

    /// <summary>Hearing or sight is impaired.</summary>
    SensoryImpairment = 2,

    /// <summary>A learning disability, diagnosed or expected by the medical adviser.</summary>
    LearningDisability = 3,

    /// <summary>A condition of health that will need care for years.</summary>
    LongTermHealthCondition = 4,

    /// <summary>A condition that limits life.</summary>
    LifeLimitingCondition = 5,

    /// <summary>Nursing or medical procedures at home.</summary>
    MedicalCareAtHome = 6,

    /// <summary>Exposure to alcohol before birth.</summary>
    PrenatalAlcoholExposure = 7,

    /// <summary>Exposure to drugs before birth.</summary>
    PrenatalDrugExposure = 8,

    /// <summary>Learning disability in the birth family.</summary>
    FamilyLearningDisability = 9,

    /// <summary>Serious mental illness in the birth family.</summary>
    FamilyMentalIllness = 10,

    /// <summary>Delay in development whose cause is not known.</summary>
    DevelopmentalDelay = 11,

    /// <summary>Nothing is known of one or both parents' health.</summary>
    UnknownFamilyHealth = 12,

    /// <summary>Difficulty in forming or keeping attachments.</summary>
    AttachmentDifficulty = 13,

    /// <summary>Has lived through neglect.</summary>
    Neglect = 14,

    /// <summary>Has lived through physical or emotional abuse, or violence at home.</summary>
    AbuseOrViolence = 15,

    /// <summary>Has lived through sexual abuse, or may have.</summary>
    SexualAbuse = 16,

    /// <summary>Several moves between carers.</summary>
    SeveralMoves = 17,

    /// <summary>Grief for a carer, brother or sister from whom the child was parted.</summary>
    Separation = 18,

    /// <summary>Aggression towards people, animals or things.</summary>
    Aggression = 19,

    /// <summary>Hurts itself.</summary>
    SelfInjury = 20,

    /// <summary>Sexualised behaviour.</summary>
    SexualisedBehaviour = 21,

    /// <summary>Trouble with sleeping or eating.</summary>
    SleepingOrEating = 22,

    /// <summary>Speech, language and communication.</summary>
    SpeechAndLanguage = 23,

    /// <summary>Autism, diagnosed or being assessed.</summary>
    Autism = 24,

    /// <summary>Attention and hyperactivity.</summary>
    Attention = 25,

    /// <summary>Special educational provision: support in school or a plan under the Children and Families Act 2014, s. 37.</summary>
    SpecialEducation = 26,

    /// <summary>Letters or other indirect contact with birth parents.</summary>
    LettersToParents = 27,

    /// <summary>Meetings with a birth parent.</summary>
    MeetingParents = 28,

    /// <summary>Meetings with brothers or sisters who live elsewhere.</summary>
    MeetingSiblings = 29,

    /// <summary>Meetings with grandparents or other relatives.</summary>
    MeetingRelatives = 30,
}

/// <summary>The groups of the vocabulary: all that is shown of a child's needs before a link.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NeedArea>))]
public enum NeedArea
{
    /// <summary>Disability and health.</summary>
    DisabilityAndHealth = 1,

    /// <summary>Uncertainty about how the child will develop.</summary>
    DevelopmentalUncertainty = 2,

    /// <summary>Attachment and trauma.</summary>
    AttachmentAndTrauma = 3,

    /// <summary>Behaviour.</summary>
    Behaviour = 4,

    /// <summary>Learning.</summary>
    Learning = 5,

    /// <summary>The contact plan.</summary>
    ContactPlan = 6,
}

/// <summary>
/// How much of a need there is. In <see cref="NeedArea.DevelopmentalUncertainty"/> how likely it is to matter; in
/// <see cref="NeedArea.ContactPlan"/> how often: once or twice a year, up to six times, more.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<NeedLevel>))]
public enum NeedLevel
{
    /// <summary>Not present, or not known to be.</summary>
    None = 0,

    /// <summary>Low.</summary>
    Low = 1,

    /// <summary>Medium.</summary>
    Medium = 2,

    /// <summary>High.</summary>
    High = 3,
}

/// <summary>What a household says to one level of one need.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferAnswer>))]
public enum OfferAnswer
{
    /// <summary>Not talked about yet: neither an offer nor a refusal.</summary>
    NotAsked = 0,

    /// <summary>No: never asked to stretch to it.</summary>
    No = 1,

    /// <summary>Could consider: may be asked to stretch to it.</summary>
    CouldConsider = 2,

    /// <summary>Yes.</summary>
    Yes = 3,
}

/// <summary>The vocabulary as a whole. Each need has three places, one for each level, in a row of bits: see <see cref="CellOf"/>.</summary>
public static class NeedVocabulary
{
    /// <summary>Rises when a need is added; a hub says under which it filled a profile or an offer.</summary>
    public const int Version = 1;

    /// <summary>Levels other than none.</summary>
    public const int Levels = 3;

    /// <summary>Every need, in the order of the numbers.</summary>
    public static IReadOnlyList<Need> All { get; } = [.. Enum.GetValues<Need>().Order()];

    /// <summary>The group that a need belongs to.</summary>
    public static NeedArea AreaOf(Need need) => need switch
    {
        <= Need.MedicalCareAtHome => NeedArea.DisabilityAndHealth,
        <= Need.UnknownFamilyHealth => NeedArea.DevelopmentalUncertainty,
        <= Need.Separation => NeedArea.AttachmentAndTrauma,
        <= Need.SleepingOrEating => NeedArea.Behaviour,
        <= Need.SpecialEducation => NeedArea.Learning,
        <= Need.MeetingRelatives => NeedArea.ContactPlan,
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    /// <summary>The bit of one level of one need: 0 for the first need's low, 1 for its medium, and so on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No need of the vocabulary, or <see cref="NeedLevel.None"/>.</exception>
    public static int CellOf(Need need, NeedLevel level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)need, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)need, All.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)level, (int)NeedLevel.Low);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)level, (int)NeedLevel.High);
        return (Levels * ((int)need - 1)) + (int)level - 1;
    }

    /// <summary>The bit alone.</summary>
    public static UInt128 BitOf(Need need, NeedLevel level) => UInt128.One << CellOf(need, level);
}
