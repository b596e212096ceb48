using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.CentralHub;

/// <summary>Why a search is put before the owner of a child's plan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchAlarmCause>))]
public enum SearchAlarmCause
{
    /// <summary>Nobody has been linked with the child for 30, 60 or 90 days. It is never said to be over: a link ends it.</summary>
    WithoutLink = 0,

    /// <summary>
    /// Early permanence was asked for, every precondition is recorded (Children Act 1989, s. 22C(9B); Care Planning, Placement and Case Review Regulations 2010,
    /// reg. 22A), and an hour later there is no list.
    /// </summary>
    SearchListLate = 1,

    /// <summary>For a day the group with which the child is to be placed has lacked one of its children in the register: nobody is searched for.</summary>
    GroupIncomplete = 2,
}

/// <summary>
/// Something of a search wants looking at: the hub puts it before the child's worker and the worker's manager, by name. Of an alarm it is told twice: when it
/// is raised, and when it is over.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>; one for each child, stretch without a link and length, or each alarm and each end of one, however often it is told.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Child">The child, by its family-finding reference.</param>
/// <param name="Without">How long without a live link; none of an alarm, which is not about that.</param>
/// <param name="Feasible">Whether any household of the region passes the hard limits now; false of an alarm, where there is no list.</param>
/// <param name="Cause">Why. Who does not say it, speaks of a search without a link.</param>
/// <param name="Over">It is over: what was told under the same alarm is to be looked at no longer.</param>
/// <param name="Alarm">The alarm; null of a search without a link.</param>
public sealed record EscalateSearch(
    Guid RequestId,
    CouncilCode Council,
    Guid Child,
    SearchLength Without,
    bool Feasible,
    SearchAlarmCause Cause = SearchAlarmCause.WithoutLink,
    bool Over = false,
    Guid? Alarm = null) : IHubCommand;
