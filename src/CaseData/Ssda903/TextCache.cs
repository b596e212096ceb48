using System.Text;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Cell text in upper case, one string for the many cells that repeat a code or the child of the row above. A fixed number of slots, each
/// holding the last text that fell on it, so neither memory nor time depends on what a file holds.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 4096;
    private const int LongestKept = 24;
    private readonly string?[] _slots = new string?[Slots];

    /// <summary>The text of a cell that is not empty and holds valid UTF-8.</summary>
    internal string Read(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > LongestKept || !Ascii.IsValid(cell))
        {
            return Encoding.UTF8.GetString(cell).Trim().ToUpperInvariant();
        }

        Span<char> upper = stackalloc char[LongestKept];
        var hash = 2166136261u;
        for (var i = 0; i < cell.Length; i++)
        {
            var letter = cell[i];
            if ((uint)(letter - 'a') <= 'z' - 'a')
            {
                letter -= 'a' - 'A';
            }

            upper[i] = (char)letter;
            hash = (hash ^ letter) * 16777619u;
        }

        upper = upper[..cell.Length];
        ref var slot = ref _slots[(hash ^ (hash >> 16)) & (Slots - 1)];
        if (slot is null || !upper.SequenceEqual(slot))
        {
            slot = upper.ToString();
        }

        return slot;
    }
}
