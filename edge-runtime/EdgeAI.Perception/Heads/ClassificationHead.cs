using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// A classifier of images or of windows of readings: logits or probabilities, of which the likeliest five above the threshold are found, each as a box
/// around the whole tensor. A series may answer for each step (1 x steps x classes); the latest counts.
/// </summary>
internal sealed class ClassificationHead : IDetectionHead
{
    private const int Most = 5;

    private readonly int _width;
    private readonly int _height;
    private readonly int _classes;
    private readonly int _start;
    private readonly float _threshold;
    private readonly float[] _probabilities;

    /// <summary>Takes what the table checked.</summary>
    public ClassificationHead(HeadSetting setting)
    {
        IReadOnlyList<int> shape = setting.Graph.Outputs[0].Shape;
        bool isSeries = shape.Count == 3;
        _width = Math.Max(1, setting.Graph.Width);
        _height = Math.Max(1, setting.Graph.Height);
        _classes = isSeries ? shape[2] : shape[1];
        _start = isSeries ? (shape[1] - 1) * _classes : 0;
        _threshold = setting.ScoreThreshold;
        _probabilities = new float[_classes];
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        found.Clear();
        if (!ClassScores.TryRead(outputs.Output(0).Slice(_start, _classes), _probabilities))
        {
            return;
        }

        for (int rank = 0; rank < Math.Min(Most, _classes); rank++)
        {
            int best = TensorPrimitives.IndexOfMax<float>(_probabilities);
            float score = _probabilities[best];
            if (!(score > _threshold))
            {
                return;
            }

            found.Add(new Detection(0, 0, _width, _height, score, best));
            _probabilities[best] = -1;
        }
    }
}
