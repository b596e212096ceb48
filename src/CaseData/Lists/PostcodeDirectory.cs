using System.Globalization;

namespace Partnership.CaseData.Lists;

/// <summary>
/// The ONS Postcode Directory: which council a postcode lies in, and where. It has some 2.7 million rows, of which twelve bytes each are
/// kept. What was packed once is kept beside the directory and mapped by whoever checks next, so that hubs on one machine share it.
/// </summary>
public sealed class PostcodeDirectory : IDisposable
{
    private const string Suffix = ".packed";

    private readonly IPackedPostcodes _postcodes;

    private PostcodeDirectory(IPackedPostcodes postcodes, string edition)
    {
        _postcodes = postcodes;
        Edition = edition;
    }

    /// <summary>How many postcodes it has, those no longer in use among them.</summary>
    public int Count => _postcodes.Count;

    /// <summary>What tells this file from a later one; empty when it was not read from a file.</summary>
    public string Edition { get; }

    /// <summary>Whether the packed file is shared, and not a copy of this process's own.</summary>
    public bool IsShared => _postcodes is MappedPostcodes;

    /// <summary>Opens a directory: at once when it was packed before, or else by reading all of it, which takes seconds.</summary>
    /// <param name="path">The CSV file as it is published.</param>
    /// <param name="progress">Told, as it is read, how many bytes of it have been, and out of how many.</param>
    /// <exception cref="UnreadableListException">There is no such file, or it is no postcode directory.</exception>
    public static PostcodeDirectory Open(string path, Action<long, long>? progress = null)
    {
        var source = new FileInfo(path);
        if (!source.Exists)
        {
            throw new UnreadableListException($"There is no postcode directory {source.FullName}: {PostcodeReader.Mend}");
        }

        var (length, ticks) = (source.Length, source.LastWriteTimeUtc.Ticks);
        var edition = string.Create(CultureInfo.InvariantCulture, $"{length:x}-{ticks:x}");
        if (MappedPostcodes.TryOpen(path + Suffix, length, ticks) is { } mapped)
        {
            return new PostcodeDirectory(mapped, edition);
        }

        PackedPostcodes packed;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        {
            packed = PostcodeReader.Read(stream, source.Name, progress is null ? null : read => progress(read, length));
        }

        return new PostcodeDirectory(Share(packed, path + Suffix, length, ticks) is { } shared ? shared : packed, edition);
    }

    /// <summary>Reads a directory into memory.</summary>
    /// <param name="csv">The directory.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="UnreadableListException">It is no postcode directory.</exception>
    public static PostcodeDirectory Read(Stream csv, string name) => new(PostcodeReader.Read(csv, name, null), string.Empty);

    /// <summary>Gives the packed file back; the directory is no longer to be asked.</summary>
    public void Dispose() => (_postcodes as IDisposable)?.Dispose();

    /// <summary>Where a postcode lies, written with or without its space; null when the directory does not have it.</summary>
    internal PostcodePlace? Find(string? postcode)
    {
        if (!PostcodeKey.TryPack(postcode, out var key))
        {
            return null;
        }

        var (low, high) = (0, _postcodes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var met = _postcodes.Key(middle);
            if (met == key)
            {
                return PackedPostcodes.Unpack(_postcodes.Place(middle), _postcodes.Areas);
            }

            (low, high) = met < key ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>
    /// Puts what was packed beside the directory, whole or not at all, and maps it; null where nobody may write there. Two that pack at once
    /// write the same, and the later takes the earlier's place, which stays mapped for who has it.
    /// </summary>
    private static MappedPostcodes? Share(PackedPostcodes packed, string path, long length, long ticks)
    {
        var made = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(made, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                packed.Write(file, length, ticks);
                file.Flush(flushToDisk: true);
            }

            File.Move(made, path, overwrite: true);
            return MappedPostcodes.TryOpen(path, length, ticks);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A disk that is full, or a folder that is only to be read.
            TryDelete(made);
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It was never there.
        }
    }
}
