using Npgsql;
using NpgsqlTypes;

namespace Partnership.LocalityHub.Persistence;

/// <summary>Cells of a COPY that may be null.</summary>
internal static class CopyCells
{
    public static void WriteOrNull<T>(this NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
        {
            copy.Write(known, type);
        }
        else
        {
            copy.WriteNull();
        }
    }

    public static void WriteOrNull<T>(this NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : class
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value, type);
        }
    }
}
