using System.Globalization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// What was learned of a household for one reason, in words that its worker can show it or read to it, for it to confirm or to challenge: what it has said, how many proposals it has
/// not gone on with, and for how many children these were. Nothing else of any child.
/// </summary>
internal static class LearnedSentence
{
    private static readonly string[] Numbers = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>The sentence.</summary>
    /// <param name="household">Its numbers and ages.</param>
    /// <param name="answers">What it has answered about needs.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="links">For how many children each link was that it gave this reason for.</param>
    public static string Of(Household household, IReadOnlyCollection<HouseholdAnswer> answers, NotProgressedReasons reason, IReadOnlyCollection<ChildCounts> links)
    {
        var groups = links.GroupBy(children => children).OrderBy(group => group.Key).Select(group => (Count: group.Count(), Of: ChildrenOf(group.Key))).ToList();
        var which = groups is [(_, var all)]
            ? links.Count == 1 ? $"It was {all}." : links.Count == 2 ? $"Both were {all}." : $"All were {all}."
            : $"{Upper(Listed(groups.ConvertAll(group => $"{Number(group.Count)} {(group.Count == 1 ? "was" : "were")} {group.Of}")))}.";
        return $"{Said(household, answers, reason)}You have not gone on with {Number(links.Count)} {(links.Count == 1 ? "proposal" : "proposals")} {Because(reason)}. {which}";
    }

    private static string Said(Household household, IReadOnlyCollection<HouseholdAnswer> answers, NotProgressedReasons reason) => reason switch
    {
        NotProgressedReasons.NumberOfChildren => Said(
            [.. household.NumbersYes.ToList().Select(NumberOf)], [.. household.NumbersCouldConsider.ToList().Select(NumberOf)]),
        NotProgressedReasons.ChildsAge => Said([.. household.AgesYes.ToList().Select(AgeOf)], [.. household.AgesCouldConsider.ToList().Select(AgeOf)]),
        _ when ReadLearned.AreaOf(reason) is { } area => SaidOf([.. answers.Where(answer => NeedVocabulary.AreaOf(answer.Need) == area)], Subject(reason)),
        _ => string.Empty,
    };

    private static string Said(List<string> yes, List<string> consider) => (yes, consider) switch
    {
        ([], []) => string.Empty,
        (_, []) => $"You have said yes to {Listed(yes, "or")}. ",
        ([], _) => $"You have said that you could consider {Listed(consider, "or")}. ",
        _ => $"You have said yes to {Listed(yes, "or")}, and that you could consider {Listed(consider, "or")}. ",
    };

    private static string SaidOf(List<HouseholdAnswer> asked, string subject) => asked.Count == 0
        ? $"You have not been asked about {subject} yet. "
        : $"Of {Number(asked.Count)} {(asked.Count == 1 ? "need" : "needs")} that you were asked about in {subject}, you have said yes to {Number(asked.Count(answer => answer.Low == OfferAnswer.Yes))}, and that you could consider {Number(asked.Count(answer => answer.Low == OfferAnswer.CouldConsider))}. ";

    private static string Because(NotProgressedReasons reason) => reason switch
    {
        NotProgressedReasons.HouseholdsTiming => "because it was not the time for it",
        NotProgressedReasons.HouseholdsCircumstances => "because your circumstances had changed",
        NotProgressedReasons.HouseholdPrefersAnother => "because you preferred another",
        _ => $"because of {Subject(reason)}",
    };

    private static string Subject(NotProgressedReasons reason) => reason switch
    {
        NotProgressedReasons.NumberOfChildren => "the number of children",
        NotProgressedReasons.ChildsAge => "age",
        NotProgressedReasons.DisabilityAndHealth => "disability and health",
        NotProgressedReasons.DevelopmentalUncertainty => "uncertainty about development",
        NotProgressedReasons.AttachmentAndTrauma => "attachment and trauma",
        NotProgressedReasons.Behaviour => "behaviour",
        NotProgressedReasons.Learning => "learning",
        NotProgressedReasons.ContactPlan => "staying in touch with the birth family",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No reason of a household's."),
    };

    private static string ChildrenOf(ChildCounts children) => $"for {NumberOf(children)}";

    private static string NumberOf(ChildCounts children) => children switch
    {
        ChildCounts.One => "one child",
        ChildCounts.Two => "two children",
        ChildCounts.ThreeOrMore => "three children or more",
        _ => "no child",
    };

    private static string AgeOf(AgeBands age) => age switch
    {
        AgeBands.Unborn => "a child not yet born",
        AgeBands.UnderOne => "a child under one",
        AgeBands.SevenToNine => "a child of seven to nine",
        AgeBands.TenOrOver => "a child of ten or over",
        AgeBands.FiveOrSix => "a child of five or six",
        _ => $"a child of {age.ToString().ToLowerInvariant()}",
    };

    private static string Listed(List<string> parts, string last = "and") => parts is [.. var before, var end] && before.Count > 0 ? $"{string.Join(", ", before)} {last} {end}" : parts[0];

    private static string Number(int count) => count < Numbers.Length ? Numbers[count] : count.ToString(CultureInfo.InvariantCulture);

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
