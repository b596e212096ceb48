namespace Partnership.Cli;

/// <summary>A folder that a verb makes: whole or not at all, never over another, and readable by its owner alone.</summary>
internal sealed class NewFolder
{
    private readonly string _path;

    private NewFolder(string path) => _path = path;

    private string Partial => _path + ".partial";

    /// <exception cref="CommandFailedException">Something is there already.</exception>
    public static NewFolder At(DirectoryInfo folder)
    {
        var path = Path.TrimEndingDirectorySeparator(folder.FullName);
        if (Path.Exists(path))
        {
            throw new CommandFailedException($"{path} is there already.", "Name a folder that is not: nothing is ever overwritten.");
        }

        return Path.Exists(path + ".partial")
            ? throw new CommandFailedException($"{path}.partial is there: it is being made, or was cut short.", "If nothing is writing to it, delete it.")
            : new NewFolder(path);
    }

    /// <summary>A file that only its owner may read, and that is not there yet.</summary>
    public static FileStream CreateFile(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    /// <summary>Has it filled under another name, so that half of it is not taken for all; nothing is left when that fails.</summary>
    public async Task<T> FillAsync<T>(Func<string, Task<T>> fill)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Partial);
        }
        else
        {
            Directory.CreateDirectory(Partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            var result = await fill(Partial);
            Directory.Move(Partial, _path);
            return result;
        }
        catch
        {
            Directory.Delete(Partial, recursive: true);
            throw;
        }
    }
}
