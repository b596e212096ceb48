namespace Partnership.CaseData.Lists;

/// <summary>A postcode as a number of 32 bits: its area, district, sector and unit, in the order of postcodes, with or without the space.</summary>
internal static class PostcodeKey
{
    private const int Letters = 26;
    private const int SecondLetters = 27;
    private const int SecondPlaces = 37;
    private const int LongestWritten = 10;

    /// <summary>How many areas there can be, and the first key of the area with a number is that number times <see cref="KeysOfAnArea"/>.</summary>
    internal const int Areas = Letters * SecondLetters;

    internal const uint KeysOfAnArea = 10 * SecondPlaces * 10 * Letters * Letters;

    internal static bool TryPack(string? postcode, out uint key)
    {
        key = 0;
        if (postcode is not { Length: <= LongestWritten })
        {
            return false;
        }

        Span<byte> written = stackalloc byte[LongestWritten];
        for (var i = 0; i < postcode.Length; i++)
        {
            written[i] = postcode[i] < 128 ? (byte)postcode[i] : (byte)'?';
        }

        return TryPack(written[..postcode.Length], out key);
    }

    internal static bool TryPack(ReadOnlySpan<byte> written, out uint key)
    {
        key = 0;
        Span<byte> post = stackalloc byte[8];
        var length = 0;
        foreach (var letter in written)
        {
            if (letter != ' ')
            {
                if (length == post.Length)
                {
                    return false;
                }

                post[length++] = letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;
            }
        }

        if (length is < 5 or > 7 || !IsLetter(post[0]) || !IsDigit(post[length - 3]) || !IsLetter(post[length - 2]) || !IsLetter(post[length - 1]))
        {
            return false;
        }

        var area = IsLetter(post[1]) ? 2 : 1;
        var outward = length - 3;
        if (outward - area is < 1 or > 2 || !IsDigit(post[area]))
        {
            return false;
        }

        var second = outward - area == 1 ? 0 : IsDigit(post[area + 1]) ? post[area + 1] - '0' + 1 : IsLetter(post[area + 1]) ? post[area + 1] - 'A' + 11 : -1;
        if (second < 0)
        {
            return false;
        }

        var packed = (uint)(((post[0] - 'A') * SecondLetters) + (area == 2 ? post[1] - 'A' + 1 : 0));
        packed = (packed * 10) + (uint)(post[area] - '0');
        packed = (packed * SecondPlaces) + (uint)second;
        packed = (packed * 10) + (uint)(post[outward] - '0');
        packed = (packed * Letters) + (uint)(post[length - 2] - 'A');
        key = (packed * Letters) + (uint)(post[length - 1] - 'A');
        return true;
    }

    private static bool IsLetter(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}
