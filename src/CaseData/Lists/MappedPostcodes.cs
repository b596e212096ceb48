using System.IO.MemoryMappedFiles;
using System.Text;

namespace Partnership.CaseData.Lists;

/// <summary>A packed postcode directory in a file that is mapped, not read: all processes of a machine share its pages, and none holds a copy.</summary>
internal sealed class MappedPostcodes : IPackedPostcodes, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly string?[] _areas;
    private readonly long _keys;
    private readonly long _places;

    private MappedPostcodes(MemoryMappedFile file, MemoryMappedViewAccessor view, string?[] areas, int count)
    {
        _file = file;
        _view = view;
        _areas = areas;
        Count = count;
        _keys = PackedPostcodes.KeysAt(areas.Length);
        _places = PackedPostcodes.PlacesAt(areas.Length, count);
    }

    public IReadOnlyList<string?> Areas => _areas;

    public int Count { get; }

    public uint Key(int index) => _view.ReadUInt32(_keys + (sizeof(uint) * (long)index));

    public ulong Place(int index) => _view.ReadUInt64(_places + (sizeof(ulong) * (long)index));

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Maps a file; null when there is none, or when it is not whole, or was made of another directory than the one of this length and time.</summary>
    internal static MappedPostcodes? TryOpen(string path, long length, long ticks)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < PackedPostcodes.HeaderLength)
        {
            return null;
        }

        var file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        var header = new byte[PackedPostcodes.HeaderLength];
        view.ReadArray(0, header, 0, header.Length);
        var count = view.ReadInt32(24);
        var areas = view.ReadInt32(28);
        if (!header.AsSpan().StartsWith(PackedPostcodes.Magic) || view.ReadInt64(8) != length || view.ReadInt64(16) != ticks
            || count < 0 || areas is < 1 or > PackedPostcodes.MostAreas
            || new FileInfo(path).Length < PackedPostcodes.PlacesAt(areas, count) + (sizeof(ulong) * (long)count))
        {
            view.Dispose();
            file.Dispose();
            return null;
        }

        var names = new string?[areas];
        var text = new byte[PackedPostcodes.AreaLength];
        for (var i = 1; i < areas; i++)
        {
            view.ReadArray(PackedPostcodes.HeaderLength + (PackedPostcodes.AreaLength * (long)i), text, 0, text.Length);
            names[i] = Encoding.ASCII.GetString(text).TrimEnd('\0');
        }

        return new MappedPostcodes(file, view, names, count);
    }
}
