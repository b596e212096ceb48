namespace Partnership.Cli.Machine;

/// <summary>A secret that a file holds, so that it stands in no list of processes.</summary>
internal static class SecretFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Its first line; the file must be its owner's alone.</summary>
    public static string Read(FileInfo file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.FullName) & Others) != 0)
            {
                throw new CommandFailedException($"Others may read {file}.", $"chmod 600 {file}");
            }

            using var reader = file.OpenText();
            return reader.ReadLine() is { Length: > 0 } line ? line : throw new CommandFailedException($"The first line of {file} is empty.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {unreadable.Message}", cause: unreadable);
        }
    }
}
