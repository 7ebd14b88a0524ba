using System;
using EdgeAI.Device.Digests;

namespace EdgeAI.Device.Networks;

/// <summary>
/// A quantised network: fill <see cref="Input"/>, <see cref="Run"/>, read <see cref="Output"/>. Integers only, so that a board, a robot
/// and a replay get the same bits (NETWORKS.md). Nothing is allocated per inference. Not thread safe.
/// </summary>
public sealed class Network
{
    private readonly NetworkLayer[] _layers;
    private readonly sbyte[] _first;
    private readonly sbyte[] _second;
    private readonly sbyte[] _output;
    private readonly byte[] _digest = new byte[Sha256.DigestLength];

    /// <summary>Makes a network and computes its digest.</summary>
    /// <param name="layers">In the order in which they run; each takes what the one before gives.</param>
    /// <exception cref="ArgumentException">There is no layer, or one takes another number of values than the one before gives.</exception>
    public Network(NetworkLayer[] layers)
    {
        if (layers == null || layers.Length == 0)
        {
            throw new ArgumentException("a network needs at least one layer");
        }

        int widest = 0;
        NetworkDigest digest = new NetworkDigest();
        digest.AppendInt32(layers.Length);
        for (int index = 0; index < layers.Length; index++)
        {
            NetworkLayer layer = layers[index];
            if (layer == null)
            {
                throw new ArgumentException("layer " + index + " is null");
            }

            if (index > 0 && layer.InputLength != layers[index - 1].OutputLength)
            {
                throw new ArgumentException("layer " + index + " takes " + layer.InputLength + " values where the one before gives " + layers[index - 1].OutputLength);
            }

            widest = layer.OutputLength > widest ? layer.OutputLength : widest;
            layer.AppendTo(digest);
        }

        digest.Finish(_digest);
        _layers = layers;
        Input = new sbyte[layers[0].InputLength];

        // Two buffers in turn: a layer never writes where it reads, and the input stays as it was.
        _first = new sbyte[widest];
        _second = new sbyte[widest];
        _output = layers.Length % 2 == 1 ? _first : _second;
        OutputLength = layers[layers.Length - 1].OutputLength;
    }

    /// <summary>The input tensor. A run leaves it as it is.</summary>
    public sbyte[] Input { get; }

    /// <summary>The answer to the latest <see cref="Run"/>: the first <see cref="OutputLength"/> values.</summary>
    public sbyte[] Output
    {
        get { return _output; }
    }

    /// <summary>How many values the network answers.</summary>
    public int OutputLength { get; }

    /// <summary>Copies the SHA-256 of the network's tables (NETWORKS.md, "Digest").</summary>
    /// <param name="into">Receives 32 bytes.</param>
    public void CopyDigest(byte[] into)
    {
        Array.Copy(_digest, 0, into, 0, Sha256.DigestLength);
    }

    /// <summary>Runs every layer once on <see cref="Input"/>. Allocates nothing.</summary>
    public void Run()
    {
        sbyte[] from = Input;
        for (int index = 0; index < _layers.Length; index++)
        {
            sbyte[] to = index % 2 == 0 ? _first : _second;
            _layers[index].Run(from, to);
            from = to;
        }
    }

    /// <summary>The place of the largest output of the latest run (argmax); the first one where several are equal.</summary>
    public int Best()
    {
        int best = 0;
        for (int index = 1; index < OutputLength; index++)
        {
            if (_output[index] > _output[best])
            {
                best = index;
            }
        }

        return best;
    }
}
