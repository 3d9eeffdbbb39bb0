"""Small tables of labels and predictions, as text: the examples that the labels page offers by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """`says` is one sentence for learners: what to look at."""

    name: str
    says: str
    text: str


def _csv(header: str, rows: str) -> str:
    """Rows are written on one line, with semicolons between them."""
    return "\n".join([header, *(row.strip() for row in rows.split(";"))])


EXAMPLES: dict[str, Example] = {
    row.name: row
    for row in (
        Example(
            "Ten examples",
            "Five of class 1, five of class 0. All answers are right; the unsure ones cost most.",
            _csv("label,p", "1,0.8; 1,0.9; 1,0.9; 1,0.6; 1,0.8; 0,0.1; 0,0.4; 0,0.2; 0,0.1; 0,0.3"),
        ),
        Example(
            "Labels 4 and 7",
            "The same loss by any name: two labels of any kind are mapped to the classes 0 and 1 first.",
            _csv("label,p_7", "7,0.8; 7,0.9; 7,0.9; 7,0.6; 7,0.8; 4,0.1; 4,0.4; 4,0.2; 4,0.1; 4,0.3"),
        ),
        Example(
            "Cat or dog",
            "One column says how probable a dog is; a cat gets what is left of 1.",
            _csv("animal,p_dog", "cat,0.1; dog,0.95; dog,0.7; cat,0.35; dog,0.4; cat,0.05; dog,0.85; cat,0.2"),
        ),
        Example(
            "Certain and wrong",
            "Five of eight answers are certain and wrong. −log 0 is ∞, and one of them would have been enough.",
            _csv("label,p", "1,1; 0,1; 1,1; 1,0; 0,1; 0,0; 1,0; 0,1"),
        ),
        Example(
            "Four animals",
            "A dog before and after more training (the last three entries of the second row are ours): "
            "only the probability of dog counts. In bits the first row costs 0.3677.",
            _csv(
                "animal,p_dog,p_cat,p_horse,p_cheetah",
                "dog,0.775,0.116,0.039,0.070; dog,0.938,0.040,0.008,0.014",
            ),
        ),
        Example(
            "Scores of a network",
            "Logits, any number from −∞ to ∞: softmax turns each row into probabilities first.",
            _csv(
                "animal,logit_cat,logit_dog,logit_bird",
                "cat,9.8,3.7,0.2; dog,1.2,2.9,-0.5; bird,0.4,-1.1,0.9; cat,2.1,2.4,0.3; bird,-0.7,0.2,3.1",
            ),
        ),
        Example(
            "Soft labels",
            "How many of ten people saw a cat: the label itself is unsure, and its entropy is the floor.",
            _csv("share_of_cat,p", "1,0.9; 0.9,0.8; 0.7,0.7; 0.5,0.6; 0.3,0.1; 0,0.05"),
        ),
        Example(
            "One bad mistake",
            "Nine of ten are right, and the loss is high: one answer was wrong and nearly certain.",
            _csv("label,p", "1,0.99; 1,0.99; 1,0.99; 1,0.99; 1,0.001; 0,0.01; 0,0.01; 0,0.01; 0,0.01; 0,0.01"),
        ),
        Example(
            "Many small ones",
            "Only six of ten are right, yet the loss is below that of “One bad mistake”: no answer is sure.",
            _csv("label,p", "1,0.6; 1,0.6; 1,0.6; 1,0.45; 1,0.45; 0,0.4; 0,0.4; 0,0.4; 0,0.55; 0,0.55"),
        ),
        Example(
            "A rare class",
            "Nine of ten are right by always saying 10 %, but the loss shows that nothing was learned: "
            "0.325 nats, the baseline.",
            _csv("label,p", "1,0.1" + "; 0,0.1" * 9),
        ),
        Example(
            "Ready for smoothing",
            "Move label smoothing to 0.2: the loss goes up to 0.485 nats, and no prediction can do better.",
            _csv(
                "class,p_a,p_b,p_c",
                "a,0.8666666666666667,0.06666666666666667,0.06666666666666667; "
                "b,0.06666666666666667,0.8666666666666667,0.06666666666666667; "
                "c,0.06666666666666667,0.06666666666666667,0.8666666666666667",
            ),
        ),
        Example(
            "Weighted rows",
            "Row 3 counts five times. The mean divides by the sum of the weights; some libraries by N.",
            _csv("label,p,weight", "1,0.9,1; 1,0.8,1; 1,0.3,5; 0,0.2,1; 0,0.1,1; 0,0.4,1"),
        ),
    )
}
DEFAULT = "Ten examples"
