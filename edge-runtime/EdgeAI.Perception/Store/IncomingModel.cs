using System.Text.Json;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>A model that a store is about to take: opened once in a session, so that what no session runs never gets in.</summary>
internal sealed class IncomingModel
{
    private readonly FileInfo[] _files;
    private readonly byte[]? _card;

    private IncomingModel(string source, string digest, FileInfo[] files, byte[]? card)
    {
        Source = source;
        Digest = digest;
        _files = files;
        _card = card;
    }

    /// <summary>Where it lies.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the graph, 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Bytes of all of its files.</summary>
    public long Bytes => _files.Sum(static file => file.Length) + (_card?.Length ?? 0);

    /// <summary>Looks at a folder or a file.</summary>
    /// <param name="source">A folder with a card, or an ONNX file, which gets a card that pins it.</param>
    /// <param name="name">The model's name, for a card that is made.</param>
    /// <param name="options">How much is taken.</param>
    /// <param name="incoming">The model, or null.</param>
    /// <param name="problem">One line that names the thing and the mend; empty on success.</param>
    public static bool TryRead(string source, string name, StoreOptions options, out IncomingModel? incoming, out string problem)
    {
        incoming = null;
        bool isFile = File.Exists(source);
        FileInfo[] files = Directory.Exists(source) ? [.. new DirectoryInfo(source).EnumerateFiles().Take(options.MaxFiles + 1)] : [];
        if (!AreTaken(source, files, options, out problem))
        {
            return false;
        }

        Model? model;
        bool opened = isFile
            ? Model.OpenFile(source, new ModelOptions(), out model, out problem) == ModelRefusal.None
            : Model.TryOpen(source, new ModelOptions(), out model, out problem);
        if (!opened)
        {
            return false;
        }

        string digest = Convert.ToHexStringLower(model!.Digest);
        string graph = isFile ? source : Path.Combine(source, model.Card.File);
        FileInfo[] read = [.. FilesOf(graph, model.Card)];
        model.Dispose();
        string folder = Path.GetDirectoryName(Path.GetFullPath(isFile ? source : Path.Combine(source, ModelCard.FileName)))!;
        if (Array.Find(read, file => file.DirectoryName != folder) is { } outside)
        {
            problem = $"{outside.FullName}: does not lie beside the card or the graph that names it, and a store's folders are flat: save the model again with its weights in {folder}";
            return false;
        }

        files = isFile ? read : files;
        if (!AreTaken(source, files, options, out problem))
        {
            return false;
        }

        incoming = new IncomingModel(source, digest, files, isFile ? CardOf(name, Path.GetFileName(source), digest) : null);
        return true;
    }

    /// <summary>Puts its files into a store.</summary>
    public IEnumerable<StoredFile> Put(ObjectFolder objects)
    {
        foreach (FileInfo file in _files)
        {
            using FileStream stream = file.OpenRead();
            yield return objects.Put(file.Name, stream, file.Length);
        }

        if (_card is not null)
        {
            using MemoryStream stream = new(_card);
            yield return objects.Put(ModelCard.FileName, stream, stream.Length);
        }
    }

    /// <summary>Whether files are as many, as large and of the kind that a store takes: reading a pipe or a device may never end.</summary>
    private static bool AreTaken(string source, FileInfo[] files, StoreOptions options, out string problem)
    {
        FileInfo? odd = Array.Find(files, static file => file.LinkTarget is not null || file.Length == 0);
        problem = files.Length > options.MaxFiles || Array.Exists(files, file => file.Length > options.MaxFileBytes)
            ? $"{source}: holds more than {options.MaxFiles} files, or one of more than {options.MaxFileBytes} bytes: name the model's own folder"
            : odd is not null ? $"{odd.FullName}: is a link, is empty or is no regular file: put the file itself there, or take it away" : "";
        return problem.Length == 0;
    }

    /// <summary>The file, and the files beside it that hold its weights.</summary>
    private static IEnumerable<FileInfo> FilesOf(string path, ModelCard card)
    {
        yield return new FileInfo(Path.GetFullPath(path));
        if (ModelSource.Read(path, card, path, new ModelOptions().MaxFileBytes, out ModelSource? read, out _) == ModelRefusal.None)
        {
            foreach (ExternalFile external in read!.Externals)
            {
                yield return new FileInfo(Path.GetFullPath(Path.Combine(read.Folder, external.Location)));
            }
        }
    }

    private static byte[] CardOf(string name, string file, string digest)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", ModelCard.ShortFormat);
            writer.WriteString("name", name);
            writer.WriteString("file", file);
            writer.WriteString("sha256", digest);
            writer.WriteEndObject();
        }

        return text.ToArray();
    }
}
