"""The photographs on which the picture checks are tuned, and those on which they are judged. None is in both.

Chosen and split before the first number was tuned: everything in the packages that is a photograph of a scene with
something to see in focus. A view without edges can't be verified by anyone.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from deploy.setup import photographs
from tests.factories.pictures import Picture

_OPENCV = "opencv-doc/doc/opencv-doc/examples"
_LOMIRI = "lomiri-wallpapers-16.04/backgrounds"
_MATE = "mate-backgrounds/backgrounds/mate/nature"
_PLASMA = "plasma-workspace-wallpapers/wallpapers"
_BIG = "contents/images/2560x1600.jpg"

TUNING = (
    f"{_OPENCV}/data/building.jpg",
    f"{_OPENCV}/text/scenetext01.jpg",
    f"{_OPENCV}/text/scenetext03.jpg",
    f"{_OPENCV}/text/scenetext05.jpg",
    f"{_OPENCV}/data/home.jpg",
    f"{_OPENCV}/data/board.jpg",
    f"{_OPENCV}/data/aloeL.jpg",
    f"{_OPENCV}/data/fruits.jpg",
    f"{_LOMIRI}/Bridge_by_Sander_Klootwijk.jpg",
    f"{_LOMIRI}/Picture_1A_by_freespace.jpg",
    f"{_LOMIRI}/aitzgorri_by_Aitzol_Berasategi.jpg",
    f"{_LOMIRI}/friends_by_Aitzol_Berasategi.jpg",
    f"{_LOMIRI}/life_by_Aitzol_Berasategi.jpg",
    f"{_LOMIRI}/seeding_by_Clements_Engelhardt.jpg",
    f"{_LOMIRI}/greentock_by_Peter_Nerlich.jpg",
    f"{_MATE}/Blinds.jpg",
    f"{_MATE}/Garden.jpg",
    f"{_MATE}/LadyBird.jpg",
    f"{_MATE}/Storm.jpg",
    f"{_MATE}/Wood.jpg",
    f"{_PLASMA}/BytheWater/{_BIG}",
    f"{_PLASMA}/ColorfulCups/{_BIG}",
    f"{_PLASMA}/FallenLeaf/{_BIG}",
    f"{_PLASMA}/OneStandsOut/{_BIG}",
)
EVALUATION = (
    f"{_OPENCV}/data/leuvenA.jpg",
    f"{_OPENCV}/text/scenetext02.jpg",
    f"{_OPENCV}/text/scenetext04.jpg",
    f"{_OPENCV}/text/scenetext06.jpg",
    f"{_OPENCV}/data/basketball1.png",
    f"{_OPENCV}/data/graf1.png",
    f"{_OPENCV}/data/baboon.jpg",
    f"{_OPENCV}/data/box_in_scene.png",
    f"{_OPENCV}/data/squirrel_cls.jpg",
    f"{_LOMIRI}/Dragonfly_by_Bolly.jpg",
    f"{_LOMIRI}/Picture_0B_by_freespace.jpg",
    f"{_LOMIRI}/Wine_by_Jakkub_Mede.jpg",
    f"{_LOMIRI}/free_by_Peter_Nerlich.jpg",
    f"{_LOMIRI}/picosdeeuropa_by_Aitzol_Berasategi.jpg",
    f"{_LOMIRI}/sunset_by_Aitzol_Berasategi.jpg",
    "lomiri-wallpapers-20.04/backgrounds/Kleiber_by_Lukas_Baubkus.jpg",
    f"{_MATE}/Dune.jpg",
    f"{_MATE}/GreenMeadow.jpg",
    f"{_MATE}/RainDrops.jpg",
    f"{_MATE}/TwoWings.jpg",
    f"{_MATE}/YellowFlower.jpg",
    f"{_PLASMA}/ColdRipple/{_BIG}",
    f"{_PLASMA}/EveningGlow/{_BIG}",
    f"{_PLASMA}/Grey/{_BIG}",
    f"{_PLASMA}/Path/{_BIG}",
)
#: A real fixed camera over a square with people, 80 seconds.
FILM = f"{_OPENCV}/data/vtest.avi"


def photograph(name: str, width: int = 1280) -> Picture:
    """The photograph as a camera would give it: 16 to 9, at most ``width`` wide, never enlarged."""
    picture = cv2.imread(str(photographs.FOLDER / name), cv2.IMREAD_COLOR)
    height = min(picture.shape[0], picture.shape[1] * 9 // 16)
    top = (picture.shape[0] - height) // 2
    wide = height * 16 // 9
    picture = picture[top : top + height, :wide]
    if wide > width:
        picture = cv2.resize(picture, (width, width * 9 // 16), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(picture)


def film() -> Path:
    return photographs.FOLDER / FILM
