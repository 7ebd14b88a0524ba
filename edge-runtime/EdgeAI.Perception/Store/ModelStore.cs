using System.Text.Json;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Models by content: objects that are named after their SHA-256, and refs, names that say which of them robots run and which they ran before.
/// A ref changes by one rename after everything that it names is durable, so that a kill or a power cut at any byte leaves the old state or
/// the new one. One writer at a time; readers never wait. What the store holds never throws.
/// </summary>
public sealed partial class ModelStore
{
    private const string Format = "edgeai-model-store/1\n";
    private const string FormatFile = "edgeai-store";
    private const int MaxRefBytes = 1 << 22;
    private const int MaxNameLength = 64;

    private readonly StoreOptions _options;
    private readonly StoreDisk _disk;
    private readonly TimeProvider _time;
    private readonly ObjectFolder _objects;
    private readonly StoreLog _log;

    private ModelStore(string folder, StoreOptions options, TimeProvider time, StoreDisk disk)
    {
        Folder = folder;
        _options = options;
        _disk = disk;
        _time = time;
        _objects = new ObjectFolder(folder, disk);
        _log = new StoreLog(folder, disk, options.MaxLogBytes);
    }

    /// <summary>The store's folder.</summary>
    public string Folder { get; }

    /// <summary>Bytes of all objects.</summary>
    public long Bytes => _objects.Bytes;

    /// <summary>Every line of the log, oldest first; a line that cannot be read is passed over, and <see cref="Verify"/> names it.</summary>
    public IEnumerable<StoreRecord> Log => _log.Read();

    /// <summary>Opens a store.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="create">Whether one is made where there is none.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="time">UTC, for what is recorded.</param>
    /// <param name="store">The store, or null.</param>
    /// <param name="problem">One line that names the folder and the mend; empty on success.</param>
    /// <param name="disk">What changes the disk; null for the disk itself.</param>
    public static StoreRefusal Open(string folder, bool create, StoreOptions options, TimeProvider time, out ModelStore? store, out string problem, StoreDisk? disk = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        string path = Path.GetFullPath(folder);
        ModelStore opened = new(path, options, time, disk ?? new StoreDisk());
        store = null;
        StoreRefusal refusal = opened.Guarded(out problem, (out string inner) => opened.Begin(create, out inner));
        store = refusal == StoreRefusal.None ? opened : null;
        return refusal;
    }

    /// <summary>Whether a text can be a model's name: lower-case letters, digits, '-', '_' and '.', beginning with a letter or a digit.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxNameLength && char.IsAsciiLetterOrDigit(text[0]) && text.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.');
    }

    /// <summary>The names of the models, in order.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(RefFolder)
        ? [.. Directory.EnumerateFiles(RefFolder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)!).Where(IsName).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Where a model's ref lies: whoever watches a model watches this file.</summary>
    public string RefPathOf(string name) => Path.Combine(RefFolder, name + ".json");

    /// <summary>Reads what a name stands for.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="found">Its ref, or null.</param>
    /// <param name="problem">One line that names the model and the mend; empty on success.</param>
    public StoreRefusal Find(string name, out ModelRef? found, out string problem)
    {
        found = null;
        if (!IsName(name))
        {
            problem = $"'{name}' is no model's name: write 1 to {MaxNameLength} lower-case letters, digits, '-', '_' and '.', beginning with a letter or a digit";
            return StoreRefusal.NameInvalid;
        }

        string path = RefPathOf(name);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ModelRef? read = file.Length > MaxRefBytes ? null : JsonSerializer.Deserialize(file, StoreJson.Default.ModelRef);
            string? fault = read is null ? "$: is null or far too large" : read.Fault(name);
            problem = fault is null ? "" : $"{path}: {fault}: remove the file and add the model again";
            found = fault is null ? read : null;
            return fault is null ? StoreRefusal.None : StoreRefusal.Damaged;
        }
        catch (JsonException error)
        {
            problem = $"{path}:{error.LineNumber + 1}: {error.Path ?? "$"}: is not what a ref has there: remove the file and add the model again";
            return StoreRefusal.Damaged;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            IReadOnlyList<string> names = Names();
            problem = $"{Folder}: has no model '{name}': {(names.Count == 0 ? "it is empty; add one" : $"it has {string.Join(", ", names)}")}";
            return StoreRefusal.NotFound;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({FirstLine(error)})";
            return StoreRefusal.Disk;
        }
    }

    /// <summary>Gives the folder of a variant, in which every byte is what the ref names.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="folder">Its folder: the files under their own names, to be read only.</param>
    /// <param name="problem">One line that names the object and the mend; empty on success.</param>
    public StoreRefusal CheckOut(StoredVariant variant, out string folder, out string problem)
    {
        ArgumentNullException.ThrowIfNull(variant);
        folder = _objects.ViewOf(variant);
        return Guarded(out problem, (out string inner) =>
        {
            if (_objects.FaultOfView(variant) is not { } fault)
            {
                inner = "";
                return StoreRefusal.None;
            }

            StoreRefusal refusal = Write(out inner, (out string made) => MakeView(variant, out made));
            if (refusal != StoreRefusal.None)
            {
                inner = refusal == StoreRefusal.ObjectCorrupt ? inner : $"{fault}, and its folder cannot be made again: {inner}";
                return refusal;
            }

            string? still = _objects.FaultOfView(variant);
            inner = still is null ? "" : $"{still}; add the model again from its source";
            return still is null ? StoreRefusal.None : StoreRefusal.ObjectCorrupt;
        });
    }

    /// <summary>Opens what robots run of a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="generation">The generation's number.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal OpenModel(string name, ModelOptions options, out Model? model, out int generation, out string problem)
    {
        model = null;
        generation = 0;
        StoreRefusal refusal = Find(name, out ModelRef? found, out problem);
        if (refusal != StoreRefusal.None)
        {
            return refusal;
        }

        generation = found!.Current;
        return OpenModel(found.Running.Running, options, out model, out problem);
    }

    /// <summary>Opens one variant of one generation.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public StoreRefusal OpenModel(StoredVariant variant, ModelOptions options, out Model? model, out string problem)
    {
        model = null;
        StoreRefusal refusal = CheckOut(variant, out string folder, out problem);
        if (refusal != StoreRefusal.None)
        {
            return refusal;
        }

        if (!Model.TryOpen(folder, options, out model, out problem))
        {
            return StoreRefusal.ModelRefused;
        }

        if (Convert.ToHexStringLower(model!.Digest) == variant.Model)
        {
            return StoreRefusal.None;
        }

        problem = $"{folder}: the graph was changed while it was opened; add the model again from its source";
        model.Dispose();
        model = null;
        return StoreRefusal.ObjectCorrupt;
    }

    /// <summary>What is wrong with a store, one line each; empty for nothing.</summary>
    /// <param name="name">The model to look at; null for all, and for the log.</param>
    public IReadOnlyList<string> Verify(string? name)
    {
        List<string> findings = [];
        foreach (string each in name is null ? Names() : [name])
        {
            if (Find(each, out ModelRef? found, out string problem) != StoreRefusal.None)
            {
                findings.Add(problem);
                continue;
            }

            foreach ((StoredGeneration generation, StoredVariant variant) in found!.Generations.SelectMany(static generation => generation.Variants.Select(variant => (generation, variant))))
            {
                findings.AddRange(variant.Files
                    .SelectMany(file => new[] { ObjectFolder.FaultOf(_objects.PathOf(file.Sha256), file), Directory.Exists(_objects.ViewOf(variant)) ? ObjectFolder.FaultOf(Path.Combine(_objects.ViewOf(variant), file.Name), file) : null })
                    .OfType<string>()
                    .Select(fault => $"{each}, generation {generation.Number}, {variant.Name}: {fault}; add it again from its source"));
            }
        }

        if (name is null && _log.Fault() is { } broken)
        {
            findings.Add(broken);
        }

        return findings;
    }

    private delegate StoreRefusal Step(out string problem);

    private string RefFolder => Path.Combine(Folder, "refs");

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd('.', '\r', ' ');

    private StoreRefusal Begin(bool create, out string problem)
    {
        string mark = Path.Combine(Folder, FormatFile);
        if (File.Exists(mark))
        {
            bool known = new FileInfo(mark).Length == Format.Length && File.ReadAllText(mark) == Format;
            problem = known ? "" : $"{Folder}: is a model store of another format: use the version that made it";
            return known ? StoreRefusal.None : StoreRefusal.NotAStore;
        }

        bool isEmpty = !Directory.Exists(Folder) || !Directory.EnumerateFileSystemEntries(Folder).Any(static entry => Path.GetFileName(entry) is not ("tmp" or "lock"));
        if (!isEmpty || !create)
        {
            problem = isEmpty
                ? $"{Folder}: there is no model store: add a model to make one"
                : $"{Folder}: holds other things and is no model store: name an empty folder or a store";
            return StoreRefusal.NotAStore;
        }

        _disk.MakeFolder(Folder);
        return Write(out problem, (out string inner) =>
        {
            inner = "";
            _objects.Replace(mark, System.Text.Encoding.UTF8.GetBytes(Format));
            _disk.SyncFolder(Path.GetDirectoryName(Folder) ?? Folder);
            return StoreRefusal.None;
        });
    }

    private StoreRefusal MakeView(StoredVariant variant, out string problem)
    {
        foreach (StoredFile file in variant.Files)
        {
            if (ObjectFolder.FaultOf(_objects.PathOf(file.Sha256), file) is { } fault)
            {
                problem = $"{fault}; add the model again from its source";
                return StoreRefusal.ObjectCorrupt;
            }
        }

        _objects.MakeView(variant);
        problem = "";
        return StoreRefusal.None;
    }

    /// <summary>Does something as the only writer.</summary>
    private StoreRefusal Write(out string problem, Step step)
    {
        StoreRefusal refusal = StoreLock.TryTake(Path.Combine(Folder, "lock"), out StoreLock? taken, out problem);
        if (refusal != StoreRefusal.None)
        {
            return refusal;
        }

        using (taken)
        {
            _objects.Clean();
            return step(out problem);
        }
    }

    private StoreRefusal Guarded(out string problem, Step step)
    {
        try
        {
            return step(out problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{Folder}: {FirstLine(error)}: make room, or name a folder that this user may write to";
            return StoreRefusal.Disk;
        }
    }
}
