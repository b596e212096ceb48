using Microsoft.AspNetCore.Mvc;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Paging;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Opaque: give it as <c>?cursor=</c> for the page after this; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>
    /// Makes a page of rows read with one more than asked for (<see cref="PageRequest.Take"/>): the extra row only tells that there is a next page.
    /// </summary>
    /// <typeparam name="T">What the list holds.</typeparam>
    /// <typeparam name="TPosition">What orders the list: an id, or a tuple-like record of sort key and id; never personal data.</typeparam>
    /// <param name="rows">Rows in the list's order, up to one more than the limit.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="position">Where in the order a row stands.</param>
    public static Page<T> Of<T, TPosition>(IReadOnlyList<T> rows, PageRequest request, Func<T, TPosition> position)
    {
        var size = request.Size;
        return rows.Count <= size
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(size)], Cursor.Encode(position(rows[size - 1])));
    }
}

/// <summary>Which page is wanted: bind with <c>[AsParameters]</c>. Pages are of 50 unless <c>?limit=</c> says otherwise, at most 200.</summary>
/// <remarks>Properties and no constructor: the generator of request delegates cannot write a constructor's nullable text.</remarks>
public sealed record PageRequest
{
    private const int DefaultSize = 50;
    private const int MaximumSize = 200;

    /// <summary>Items a page, 1 to 200; 50 when not given. Read <see cref="Size"/>.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary><see cref="Page{T}.Next"/> of the page before; null for the first page.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>Items on the page: 1 to 200.</summary>
    /// <exception cref="InvalidRequestException"><see cref="Limit"/> is out of range: answered 400.</exception>
    public int Size => Limit switch
    {
        null => DefaultSize,
        >= 1 and <= MaximumSize => Limit.Value,
        _ => throw new InvalidRequestException("page.limit", "limit must be from 1 to 200.", "limit"),
    };

    /// <summary>Rows to read: one more than the page holds, to know whether another follows.</summary>
    public int Take => Size + 1;

    /// <summary>The position after which the page begins; the type's default for the first page.</summary>
    /// <typeparam name="TPosition">What orders the list.</typeparam>
    /// <exception cref="InvalidRequestException">The cursor is not one that this list gave: answered 400.</exception>
    public TPosition? After<TPosition>() => Paging.Cursor.Decode<TPosition>(Cursor);
}
