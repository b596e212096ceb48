using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>Whose search it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchOf>))]
public enum SearchOf
{
    /// <summary>One child.</summary>
    Child = 1,

    /// <summary>Brothers and sisters to be placed together.</summary>
    Group = 2,
}

/// <summary>A search: for one child, or for the children of one together-search.</summary>
/// <param name="Of">Which of them.</param>
/// <param name="Reference">The child's family-finding reference, or <see cref="ChildProfiled.TogetherSearch"/>; see also <see cref="OfApart"/>.</param>
public readonly record struct SearchKey(SearchOf Of, Guid Reference)
{
    /// <summary>The search for a child alone.</summary>
    public static SearchKey OfChild(Guid child) => new(SearchOf.Child, child);

    /// <summary>The search for a group.</summary>
    public static SearchKey OfGroup(Guid togetherSearch) => new(SearchOf.Group, togetherSearch);

    /// <summary>The search for those children of a council who have the reference of a group that they are not searched for with.</summary>
    public static SearchKey OfApart(Guid togetherSearch, CouncilCode council)
    {
        Span<byte> named = stackalloc byte[20];
        togetherSearch.TryWriteBytes(named, bigEndian: true, out var written);
        BinaryPrimitives.WriteInt32BigEndian(named[written..], council.Number);
        return OfGroup(new Guid(SHA256.HashData(named).AsSpan(0, 16), bigEndian: true));
    }
}

/// <summary>
/// Whose children are searched for together under one reference, in the order in which their councils came to it. Another council's are searched for with them
/// once it shares with each of these, and all say the same number, which is not exceeded.
/// </summary>
/// <param name="TogetherSearch">The group.</param>
/// <param name="Councils">The councils, the first first.</param>
public readonly record struct GroupCouncils(Guid TogetherSearch, ImmutableArray<CouncilCode> Councils);

/// <summary>
/// The newest answer of a child's hub about a household. It counts for as long as the household's home area is the one that was asked about.
/// </summary>
/// <param name="Child">The child.</param>
/// <param name="Household">The household.</param>
/// <param name="HomeArea">The home area that was asked about.</param>
/// <param name="Possible">See <see cref="CandidateAnswered.Possible"/>.</param>
public readonly record struct CandidateVerdict(Guid Child, Guid Household, Guid HomeArea, bool Possible);

/// <summary>A question that has not been answered: it is to be put to the child's hub.</summary>
/// <param name="Child">The child.</param>
/// <param name="Household">The household.</param>
/// <param name="HomeArea">Its home area.</param>
public readonly record struct CandidateQuestion(Guid Child, Guid Household, Guid HomeArea);

/// <summary>How many live links a household has.</summary>
/// <param name="Household">The household.</param>
/// <param name="Live">Links that are neither matched nor not progressed.</param>
public readonly record struct HouseholdLinks(Guid Household, int Live);

/// <summary>
/// Whether what has been between a search and a household keeps it off the list: a link that is live, selected elsewhere, or not
/// progressed while no relevant fact of either has changed.
/// </summary>
/// <param name="Search">The search.</param>
/// <param name="Household">The household.</param>
/// <param name="Barred">Whether it does.</param>
public readonly record struct SearchHistory(SearchKey Search, Guid Household, bool Barred);
